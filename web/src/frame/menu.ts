import { computed } from 'vue'
import type { Permission } from '@/session/permissions'
import { useSession } from '@/session/session'

interface Entry {
  to: string
  /** Key of the words. */
  title: string
  permission?: Permission
  /** On a phone this is one of the four tabs at the bottom. */
  tab?: string
}

const groups: Entry[][] = [
  [
    { to: '/', title: 'nav.home', tab: 'nav.home' },
    { to: '/personnel', title: 'nav.personnel', permission: 'personnel:read', tab: 'nav.personnel' },
    { to: '/premises', title: 'nav.premises', permission: 'premises:read', tab: 'nav.premises' },
    { to: '/inspections', title: 'nav.inspections', permission: 'inspections:read' },
    { to: '/campaigns', title: 'nav.campaigns', permission: 'inspections:read' },
    { to: '/events', title: 'nav.events', permission: 'events:read', tab: 'nav.event_tab' },
  ],
  [
    { to: '/reports', title: 'nav.reports', permission: 'reports:read' },
    { to: '/imports', title: 'nav.imports', permission: 'imports:write' },
  ],
  [
    { to: '/staff', title: 'nav.staff', permission: 'staff:read' },
    { to: '/leading-group', title: 'nav.leading_group', permission: 'staff:read' },
    { to: '/documents', title: 'nav.documents', permission: 'staff:read' },
    { to: '/divisions', title: 'nav.divisions', permission: 'divisions:read' },
  ],
]

/** The pages this caller may open, grouped as the side navigation shows them. */
export function useMenu() {
  const session = useSession()
  const shown = computed(() =>
    groups
      .map((group) => group.filter(({ permission }) => permission === undefined || session.can(permission)))
      .filter((group) => group.length > 0),
  )
  const tabs = computed(() => shown.value.flat().filter(({ tab }) => tab !== undefined))
  return { groups: shown, tabs }
}

/** Whether a menu entry leads to the page at `path` or to a page above it. */
export function leadsTo(to: string, path: string): boolean {
  return to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`)
}
