import { useQueries, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import type { components, paths } from '@/api/schema'
import { plusDays } from '@/composables/days'
import { gathered } from '@/composables/gathered'
import { today } from '@/composables/today'
import type { Permission } from '@/session/permissions'
import { address } from './address'

type Schemas = components['schemas']
export type SignatureRole = Schemas['SignatureRole']
export type Client = Schemas['Client']

/** What a list says of itself, whichever it is. */
export type Counted = Schemas['ListCount']
type ListToCount = Schemas['ListToCount']

/** A list of the client: its page, what opens it, and what the server is asked for that it shows. */
export interface Listed<Q extends object> {
  page: string
  opens: Permission
  /** The first word of the list's keys: what makes the list be read anew makes its number be counted anew. */
  root: string
  count: (query: Q) => Promise<Counted>
}

type ListPath = {
  [P in keyof paths]: paths[P] extends { get: { parameters: { query?: { per_page?: number } } } } ? P : never
}[keyof paths]
type QueryOf<P extends ListPath> = Omit<NonNullable<paths[P]['get']['parameters']['query']>, 'page' | 'per_page'>

const one = { per_page: 1 } as const

/** So many lists the server counts at once. */
const mostLists = 40
const count = gathered(mostLists, async (lists: ListToCount[]) => {
  const { counts } = await body(api.POST('/api/v1/counts', { body: { lists } }))
  return counts
})

/** How much a list holds under a query. */
const countIn = (list: ListToCount['list'], query: object): Promise<Counted> =>
  count({ list, query: new URLSearchParams(address(query)).toString() })

/** Every list that a number of the first page is counted in. The number is the total of the very list it opens. */
export const lists = {
  tasks: {
    page: '/tasks',
    opens: 'tasks:read',
    root: 'tasks',
    count: (query: QueryOf<'/api/v1/tasks'>) => countIn('tasks', query),
  },
  personnel: {
    page: '/personnel',
    opens: 'personnel:read',
    root: 'personnel',
    count: (query: QueryOf<'/api/v1/personnel'>) => countIn('personnel', query),
  },
  transfers: {
    page: '/transfers',
    opens: 'transfers:read',
    root: 'transfers',
    count: (query: QueryOf<'/api/v1/transfers'>) => countIn('transfers', query),
  },
  premises: {
    page: '/premises',
    opens: 'premises:read',
    root: 'premises',
    count: (query: QueryOf<'/api/v1/premises'>) => countIn('premises', query),
  },
  inspections: {
    page: '/inspections',
    opens: 'inspections:read',
    root: 'inspections',
    count: (query: QueryOf<'/api/v1/inspections'>) => countIn('inspections', query),
  },
  rectifications: {
    page: '/rectifications',
    opens: 'rectifications:read',
    root: 'rectifications',
    count: (query: QueryOf<'/api/v1/rectifications'>) => countIn('rectifications', query),
  },
  leads: {
    page: '/leads',
    opens: 'leads:read',
    root: 'leads',
    count: (query: QueryOf<'/api/v1/leads'>) => countIn('leads', query),
  },
  imports: {
    page: '/imports',
    opens: 'imports:read',
    root: 'imports',
    count: (query: QueryOf<'/api/v1/imports'>) => countIn('imports', query),
  },
  exports: {
    page: '/exports',
    opens: 'exports:request',
    root: 'exports',
    count: (query: QueryOf<'/api/v1/exports'>) => countIn('exports', query),
  },
  reports: {
    page: '/reports',
    opens: 'reports:read',
    root: 'reports',
    count: (query: QueryOf<'/api/v1/reports'>) => countIn('reports', query),
  },
  accounts: {
    page: '/accounts',
    opens: 'accounts:read',
    root: 'accounts',
    count: (query: QueryOf<'/api/v1/accounts'>) =>
      body(api.GET('/api/v1/accounts', { params: { query: { ...query, ...one } } })),
  },
  requests: {
    page: '/account-requests',
    opens: 'accounts:read',
    root: 'account-requests',
    count: (query: QueryOf<'/api/v1/account-requests'>) =>
      body(api.GET('/api/v1/account-requests', { params: { query: { ...query, ...one } } })),
  },
  webhooks: {
    page: '/webhooks',
    opens: 'webhooks:read',
    root: 'webhooks',
    count: (query: QueryOf<'/api/v1/webhooks'>) => countIn('webhooks', query),
  },
  accesses: {
    page: '/access-log',
    opens: 'audit:read',
    root: 'access-log',
    count: (query: QueryOf<'/api/v1/access-log'>) =>
      body(api.GET('/api/v1/access-log', { params: { query: { ...query, ...one } } })),
  },
} as const satisfies Record<string, Listed<never>>

/** A number that can be asked for. */
export interface Countable {
  queryKey: readonly unknown[]
  count: () => Promise<Counted>
}

/** Asks for all numbers of a page at once. */
export function useCounts(numbers: MaybeRefOrGetter<readonly Countable[]>) {
  return useQueries({
    queries: computed(() => toValue(numbers).map(({ queryKey, count }) => ({ queryKey, queryFn: count }))),
  })
}

/** So many records the server gives at once. */
const most = 200

/** How many rounds are looked at: what is under way is among the newest. */
const newest = 20

/** The rounds that are under way on a day, the newest first. */
export function useRounds(day: string, enabled: boolean) {
  return useQuery({
    queryKey: ['campaigns', 'under-way', day],
    enabled,
    queryFn: async () => {
      const query = { sort: '-created_at', per_page: newest } as const
      const { items } = await body(api.GET('/api/v1/campaigns', { params: { query } }))
      return items.filter(({ starts_on, ends_on }) => starts_on !== null && starts_on <= day && (ends_on ?? day) >= day)
    },
  })
}

/** The places a round has missed. */
export const countGaps = (id: string): Promise<Counted> =>
  body(api.GET('/api/v1/campaigns/{id}/gaps', { params: { path: { id }, query: one } }))

/** The lists of the committee that were compared lately and still hold differences nobody has settled. */
export function useUnsettled(enabled: boolean) {
  return useQuery({
    queryKey: ['reconciliations', 'list', 'unsettled'],
    enabled,
    queryFn: async () => {
      const query = { per_page: newest }
      const { items } = await body(api.GET('/api/v1/reconciliations', { params: { query } }))
      return items.filter(({ open }) => open > 0)
    },
  })
}

/** The differences of one list that wait for a decision. */
export const countFindings = (id: string): Promise<Counted> =>
  body(api.GET('/api/v1/reconciliations/{id}/findings', { params: { path: { id }, query: { open: true, ...one } } }))

/** Days within which somebody should see to it that a machine is let in further, or let it go. */
export const expiryDays = 30

/** Machines whose access ends soon, or has ended, the first one first. */
export function useExpiring(enabled: boolean) {
  const until = plusDays(today(), expiryDays)
  return useQuery({
    queryKey: ['clients', 'list', 'expiring', until],
    enabled,
    queryFn: async () => {
      const found: Client[] = []
      for (let page = 1, isMore = true; isMore; page += 1) {
        const query = { page, per_page: most }
        const { items } = await body(api.GET('/api/v1/clients', { params: { query } }))
        found.push(...items.filter(({ expires_on }) => expires_on <= until))
        isMore = items.length === most
      }
      return found.sort((one, other) => one.expires_on.localeCompare(other.expires_on))
    },
  })
}
