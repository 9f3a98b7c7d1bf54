import type { RouteLocationRaw } from 'vue-router'
import { plusDays } from '@/composables/days'
import { makeUpKinds, nearDays, windowKinds } from '@/duties/due'
import type { Permission } from '@/session/permissions'
import type { Tone } from '@/ui/tone'
import { address } from './address'
import { lists, type Countable, type Listed, type SignatureRole } from './queries'

/** Where on the page a number stands: what is to be done comes first, what may be looked at last. */
export const groups = ['duties', 'sign', 'receive', 'check', 'places', 'missing', 'manage', 'look'] as const
export type Group = (typeof groups)[number]

/** Whose first page it is, and of which day and area. */
export interface Reader {
  can: (permission: Permission) => boolean
  role: string
  day: string
  /** The area chosen on the page; none for the whole of one's own. */
  division: string | undefined
}

/** A number as the page shows it. */
export interface TodayNumber extends Countable {
  key: string
  group: Group
  tone: Tone
  to: RouteLocationRaw
}

interface About {
  key: string
  group: Group
  /** What whoever acts on it may do, any of these; others are not bothered with it. */
  acts: readonly [Permission, ...Permission[]]
  /** Those who may do this have a better number for the same. */
  unless?: Permission
  /** How it looks while it is not zero. */
  tone?: Tone
  /** Where the page's own address says what the query says; otherwise the query is the address. */
  at?: RouteLocationRaw
}

type Entry = (reader: Reader) => TodayNumber | null

/** Lines of the table about one list: the very query that is counted is the one the list is opened with. */
const numbersIn =
  <Q extends object>({ page, opens, root, count }: Listed<Q>) =>
  ({ acts, unless, at, tone = 'flat', ...about }: About, queryOf: (reader: Reader) => Q): Entry =>
  (reader) => {
    const isMine = reader.can(opens) && acts.some(reader.can) && (unless === undefined || !reader.can(unless))
    if (!isMine) return null
    const query = queryOf(reader)
    return {
      ...about,
      tone,
      to: at ?? { path: page, query: address(query) },
      queryKey: [root, 'list', 'count', query],
      count: () => count(query),
    }
  }

const tasks = numbersIn(lists.tasks)
const personnel = numbersIn(lists.personnel)
const transfers = numbersIn(lists.transfers)
const premises = numbersIn(lists.premises)
const inspections = numbersIn(lists.inspections)
const rectifications = numbersIn(lists.rectifications)
const leads = numbersIn(lists.leads)
const imports = numbersIn(lists.imports)
const exports = numbersIn(lists.exports)
const reports = numbersIn(lists.reports)
const accounts = numbersIn(lists.accounts)
const requests = numbersIn(lists.requests)
const webhooks = numbersIn(lists.webhooks)
const accesses = numbersIn(lists.accesses)

const within = ({ division }: Reader): { division?: string } => (division === undefined ? {} : { division })
const pending = 'open,missed'

/**
 * In which capacity an account signs what others inspected: as on the server, a matter of the post, which no permission
 * tells. Whoever holds none of these signs what they inspected themselves.
 */
const capacities: Partial<Record<string, SignatureRole>> = {
  village_head: 'village_head',
  office_head: 'town_office',
  caseworker: 'town_office',
}

const duties: readonly Entry[] = [
  tasks({ key: 'overdue', group: 'duties', acts: ['tasks:work'], tone: 'bad' }, (reader) => ({
    state: pending,
    kind: makeUpKinds.join(','),
    due_on_to: plusDays(reader.day, -1),
    ...within(reader),
  })),
  tasks({ key: 'near', group: 'duties', acts: ['tasks:work'], tone: 'due' }, (reader) => ({
    state: 'open',
    due_on_from: reader.day,
    due_on_to: plusDays(reader.day, nearDays),
    ...within(reader),
  })),
  // Windows are of persons: whoever reads of places alone has none.
  tasks({ key: 'missed', group: 'duties', acts: ['duties:read'], tone: 'bad' }, (reader) => ({
    state: pending,
    kind: windowKinds.join(','),
    due_on_from: plusDays(reader.day, -nearDays),
    due_on_to: plusDays(reader.day, -1),
    ...within(reader),
  })),
  tasks({ key: 'handover', group: 'duties', acts: ['handovers:write'], tone: 'due' }, (reader) => ({
    state: pending,
    kind: 'handover',
    ...within(reader),
  })),
  tasks({ key: 'unassigned', group: 'duties', acts: ['tasks:assign'] }, (reader) => ({
    state: 'open',
    assignee: 'none',
    ...within(reader),
  })),
  tasks({ key: 'returned', group: 'duties', acts: ['tasks:assign'], tone: 'due' }, (reader) => ({
    state: pending,
    returned: true,
    ...within(reader),
  })),
]

const papers: readonly Entry[] = [
  inspections({ key: 'awaits', group: 'sign', acts: ['inspections:write'], tone: 'due' }, (reader) => ({
    awaits: capacities[reader.role] ?? 'inspector',
    ...within(reader),
  })),
  exports({ key: 'approve', group: 'sign', acts: ['exports:approve'], tone: 'due' }, (reader) => ({
    state: 'awaiting_approval',
    ...within(reader),
  })),
  requests({ key: 'confirm', group: 'sign', acts: ['accounts:confirm'], tone: 'due' }, () => ({
    state: 'open',
  })),
  reports({ key: 'drafts', group: 'sign', acts: ['reports:write'], tone: 'due' }, (reader) => ({
    state: 'draft',
    ...within(reader),
  })),
  transfers(
    // The page of transfers opens with this list, and has no other address for it.
    { key: 'incoming', group: 'receive', acts: ['transfers:write'], tone: 'due', at: '/transfers' },
    () => ({ side: 'incoming', state: 'requested' }),
  ),
  leads({ key: 'leads', group: 'receive', acts: ['leads:decide'], tone: 'bad' }, (reader) => ({
    state: 'raised',
    ...within(reader),
  })),
]

const checks: readonly Entry[] = [
  imports({ key: 'planned', group: 'check', acts: ['imports:write'], tone: 'due' }, () => ({
    state: 'planned',
  })),
  imports({ key: 'stopped', group: 'check', acts: ['imports:write'], tone: 'bad' }, () => ({
    state: 'stopped',
  })),
  premises(
    { key: 'proposed', group: 'check', acts: ['premises:decide'], tone: 'due', at: '/premises/proposals' },
    () => ({ proposed: true }),
  ),
  inspections({ key: 'haste', group: 'check', acts: ['inspections:review'], tone: 'due' }, (reader) => ({
    haste: true,
    ...within(reader),
  })),
  inspections({ key: 'unsigned', group: 'check', acts: ['premises:decide'] }, (reader) => ({
    is_signed: false,
    ...within(reader),
  })),
  rectifications({ key: 'undone', group: 'places', acts: ['inspections:write'], tone: 'bad' }, (reader) => ({
    state: 'overdue',
    ...within(reader),
  })),
  rectifications({ key: 'ordered', group: 'places', acts: ['inspections:write'], tone: 'due' }, (reader) => ({
    state: 'open',
    ...within(reader),
  })),
  premises({ key: 'stale', group: 'places', acts: ['inspections:write'], tone: 'due' }, (reader) => ({
    overdue: true,
    ...within(reader),
  })),
  leads(
    { key: 'unreceived', group: 'places', acts: ['leads:read'], unless: 'leads:decide', tone: 'due' },
    (reader) => ({ state: 'raised', ...within(reader) }),
  ),
]

const missing: readonly Entry[] = [
  personnel({ key: 'not_reported', group: 'missing', acts: ['personnel:write'], tone: 'bad' }, (reader) => ({
    reported_in: false,
    ...within(reader),
  })),
  personnel({ key: 'no_worker', group: 'missing', acts: ['tasks:assign'] }, (reader) => ({
    case_worker: 'none',
    ...within(reader),
  })),
  personnel({ key: 'no_grid', group: 'missing', acts: ['tasks:assign'] }, (reader) => ({
    grid: 'none',
    ...within(reader),
  })),
  personnel({ key: 'not_entered', group: 'missing', acts: ['tasks:assign'] }, (reader) => ({
    platform_entered: false,
    ...within(reader),
  })),
]

const management: readonly Entry[] = [
  requests(
    {
      key: 'asked',
      group: 'manage',
      acts: ['accounts:manage', 'accounts:grant'],
      unless: 'accounts:confirm',
      tone: 'due',
    },
    () => ({ state: 'open' }),
  ),
  accounts({ key: 'no_role', group: 'manage', acts: ['accounts:manage', 'accounts:grant'], tone: 'due' }, () => ({
    role: 'unassigned',
  })),
  accounts({ key: 'locked', group: 'manage', acts: ['accounts:manage'], tone: 'due' }, () => ({
    state: 'locked',
  })),
  accounts({ key: 'invited', group: 'manage', acts: ['accounts:manage'] }, () => ({ state: 'invited' })),
  webhooks({ key: 'disabled', group: 'manage', acts: ['webhooks:manage'], tone: 'bad' }, () => ({
    state: 'disabled',
  })),
  webhooks({ key: 'paused', group: 'manage', acts: ['webhooks:manage'], tone: 'due' }, () => ({
    state: 'paused',
  })),
  webhooks({ key: 'unverified', group: 'manage', acts: ['webhooks:manage'], tone: 'due' }, () => ({
    state: 'unverified',
  })),
  accesses({ key: 'accesses', group: 'look', acts: ['audit:read'] }, ({ day }) => ({
    from: plusDays(day, -1),
    to: day,
  })),
  reports({ key: 'in_writing', group: 'look', acts: ['reports:read'], unless: 'reports:write' }, (reader) => ({
    state: 'draft',
    ...within(reader),
  })),
  reports({ key: 'frozen', group: 'look', acts: ['reports:read'] }, (reader) => ({
    state: 'frozen',
    ...within(reader),
  })),
  exports({ key: 'ready', group: 'look', acts: ['exports:request'] }, (reader) => ({
    state: 'ready',
    ...within(reader),
  })),
]

const table: readonly Entry[] = [...duties, ...papers, ...checks, ...missing, ...management]

/** The numbers of somebody's first page, in the order they stand there. */
export const numbersFor = (reader: Reader): TodayNumber[] => table.flatMap((entry) => entry(reader) ?? [])
