import { computed } from 'vue'
import type { Permission } from '@/session/permissions'
import { useSession } from '@/session/session'

interface Entry {
  to: string
  /** Key of the words. */
  title: string
  permission?: Permission
  /** What the tab at the bottom of a phone says, where the entry may be one of the four. */
  tab?: string
}

interface Group {
  /** Key of the words above it, where it has some. */
  heading?: string
  entries: Entry[]
}

const groups: Group[] = [
  {
    entries: [
      { to: '/', title: 'nav.home', tab: 'nav.home' },
      { to: '/tasks', title: 'nav.tasks', permission: 'tasks:read', tab: 'nav.tasks' },
    ],
  },
  {
    heading: 'nav.people',
    entries: [
      { to: '/personnel', title: 'nav.personnel', permission: 'personnel:read', tab: 'nav.personnel' },
      { to: '/personnel/test-grid', title: 'nav.test_grid', permission: 'tests:write' },
      { to: '/transfers', title: 'nav.transfers', permission: 'transfers:read' },
    ],
  },
  {
    heading: 'nav.places',
    entries: [
      { to: '/premises', title: 'nav.premises', permission: 'premises:read', tab: 'nav.premises' },
      { to: '/premises/proposals', title: 'register.proposals', permission: 'premises:decide' },
      { to: '/premises/map', title: 'map.title', permission: 'premises:read' },
      { to: '/inspections', title: 'nav.inspections', permission: 'inspections:read', tab: 'nav.inspection_tab' },
      { to: '/campaigns', title: 'nav.campaigns', permission: 'inspections:read' },
      { to: '/coverage', title: 'nav.coverage', permission: 'inspections:read' },
      { to: '/rectifications', title: 'nav.rectifications', permission: 'rectifications:read' },
      { to: '/leads', title: 'nav.leads', permission: 'leads:read' },
      { to: '/drafts', title: 'drafts.title', permission: 'inspections:write' },
    ],
  },
  {
    heading: 'nav.telling',
    entries: [
      { to: '/events', title: 'nav.events', permission: 'events:read', tab: 'nav.event_tab' },
      { to: '/reports', title: 'nav.reports', permission: 'reports:read', tab: 'nav.report_tab' },
      { to: '/figures', title: 'figures.title', permission: 'indicators:read' },
      { to: '/statistics', title: 'statistics.title', permission: 'indicators:read' },
      { to: '/statistics/self-assessment', title: 'assessment.title', permission: 'indicators:read' },
    ],
  },
  {
    heading: 'nav.exchange',
    entries: [
      { to: '/imports', title: 'nav.imports', permission: 'imports:write' },
      { to: '/exports', title: 'exports.title', permission: 'exports:request' },
      { to: '/reconciliations', title: 'reconciliation.title', permission: 'reconciliation:read' },
    ],
  },
  {
    heading: 'nav.registers',
    entries: [
      { to: '/staff', title: 'nav.staff', permission: 'staff:read', tab: 'nav.staff_tab' },
      { to: '/leading-group', title: 'nav.leading_group', permission: 'staff:read' },
      { to: '/documents', title: 'nav.documents', permission: 'staff:read' },
      { to: '/divisions', title: 'nav.divisions', permission: 'divisions:read', tab: 'nav.division_tab' },
      { to: '/rules', title: 'nav.rules', permission: 'rules:read' },
    ],
  },
  {
    heading: 'nav.manage',
    entries: [
      { to: '/accounts', title: 'accounts.title', permission: 'accounts:read', tab: 'accounts.tab' },
      {
        to: '/account-requests',
        title: 'accounts.requests',
        permission: 'accounts:read',
        tab: 'accounts.requests_tab',
      },
      { to: '/roles', title: 'accounts.roles', permission: 'accounts:read' },
      { to: '/clients', title: 'clients.title', permission: 'clients:read', tab: 'clients.tab' },
      { to: '/webhooks', title: 'webhooks.title', permission: 'webhooks:read', tab: 'webhooks.tab' },
      { to: '/proof', title: 'nav.proof' },
      { to: '/access-log', title: 'nav.access_log', permission: 'audit:read' },
      { to: '/reveals', title: 'nav.reveals', permission: 'audit:read' },
      { to: '/system', title: 'system.title', permission: 'system:read', tab: 'system.tab' },
    ],
  },
]

const account: Entry = { to: '/account', title: 'session.account', tab: 'session.account' }
const notifications: Entry = { to: '/notifications', title: 'notifications.title' }

/** The pages that can be found by name: those of the menu, and those that the bar at the top leads to. */
export const allPages: readonly Entry[] = [...groups.flatMap(({ entries }) => entries), notifications, account]

/** What a phone is used for most, on the road first. */
const often = [
  '/',
  '/personnel',
  '/premises',
  '/tasks',
  '/events',
  '/reports',
  '/inspections',
  '/staff',
  '/divisions',
  '/accounts',
  '/account-requests',
  '/clients',
  '/webhooks',
  '/system',
  '/account',
]
const rank = ({ to }: Entry): number => often.indexOf(to)

/** The pages this caller may open, grouped as the side navigation shows them. */
export function useMenu() {
  const session = useSession()
  const isOpen = ({ permission }: Entry): boolean => permission === undefined || session.can(permission)
  const shown = computed(() =>
    groups
      .map((group) => ({ ...group, entries: group.entries.filter(isOpen) }))
      .filter(({ entries }) => entries.length > 0),
  )
  const pages = computed(() => allPages.filter(isOpen))
  /** Four for every role: the pages used most first, the menu and oneself where a role has few of them. */
  const tabs = computed(() =>
    [...shown.value.flatMap(({ entries }) => entries), account]
      .filter(({ tab }) => tab !== undefined)
      .sort((one, other) => rank(one) - rank(other))
      .slice(0, 4),
  )
  return { groups: shown, pages, tabs }
}

const isAbove = (to: string, path: string): boolean => (to === '/' ? path === '/' : `${path}/`.startsWith(`${to}/`))

/** Whether a menu entry leads to the page at `path` or to a page above it, and none leads nearer. */
export function leadsTo(to: string, path: string): boolean {
  const isNearer = (entry: Entry): boolean => entry.to.length > to.length && isAbove(entry.to, path)
  return isAbove(to, path) && !groups.some(({ entries }) => entries.some(isNearer))
}
