import { keepPreviousData, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, once } from '@/api/headers'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type Round = Schemas['CampaignCoverage']
export type CoverageRow = Schemas['CoverageRow']
export type Table = Schemas['CoverageTable']
export type Village = Schemas['CoverageVillage']
export type Gap = Schemas['Gap']
export type Unit = Schemas['CampaignUnit']
export type FreezeUnits = Schemas['FreezeUnits']
export type Freeze = Schemas['Freeze']
export type AssignUnits = Schemas['AssignUnits']
export type Assigned = Schemas['AssignedUnits']
export type SendToGaps = Schemas['SendToGaps']
export type SentToGaps = Schemas['SentToGaps']
export type Sheet = Schemas['Sheet']
export type RecordSheet = Schemas['RecordSheet']
export type RecordedSheet = Schemas['RecordedSheet']

export const gapFilters = ['division', 'from', 'to'] as const
export const unitFilters = ['q', 'division', 'outcome', 'assignee'] as const
interface Paged {
  page: number
  per_page: number
}
type GapQuery = Paged & Partial<Record<(typeof gapFilters)[number], string>>
type UnitQuery = Paged & Partial<Record<(typeof unitFilters)[number], string>>
type Id = MaybeRefOrGetter<string>

/** All rounds of a period, by village. */
export function useCoverageTable(query: MaybeRefOrGetter<Omit<GapQuery, keyof Paged>>) {
  return useQuery({
    queryKey: computed(() => ['coverage', 'table', toValue(query)]),
    placeholderData: keepPreviousData,
    queryFn: () => {
      const { division, from, to } = toValue(query)
      return body(api.GET('/api/v1/coverage', { params: { query: { division, from, to } } }))
    },
  })
}

/** One round, by village. */
export function useRound(id: Id) {
  return useQuery({
    queryKey: computed(() => ['coverage', 'round', toValue(id)]),
    queryFn: () => body(api.GET('/api/v1/campaigns/{id}/coverage', { params: { path: { id: toValue(id) } } })),
  })
}

/** Places missed in a round; without one, those missed in a period by all rounds. */
export function useGaps(id: MaybeRefOrGetter<string | undefined>, query: MaybeRefOrGetter<GapQuery>) {
  return useQuery({
    queryKey: computed(() => ['coverage', 'gaps', toValue(id), toValue(query)]),
    placeholderData: keepPreviousData,
    queryFn: () => {
      const [round, { page, per_page, division, from, to }] = [toValue(id), toValue(query)]
      return round === undefined
        ? body(api.GET('/api/v1/coverage/gaps', { params: { query: { page, per_page, division, from, to } } }))
        : body(
            api.GET('/api/v1/campaigns/{id}/gaps', {
              params: { path: { id: round }, query: { page, per_page, division } },
            }),
          )
    },
  })
}

/** The places of a round. They stay in hand while the page is open, as records are written down without a network. */
/** So many lines may be given at once. */
export const mostAtOnce = 500

const askUnits = (id: string, { page, per_page, q, division, outcome, assignee }: UnitQuery) =>
  body(
    api.GET('/api/v1/campaigns/{id}/units', {
      params: { path: { id }, query: { page, per_page, q, division, outcome, assignee } },
    }),
  )

/** What a search finds, from its first line, as many as may be given at once. */
export async function gatherUnits(id: string, query: UnitQuery): Promise<Unit[]> {
  const found: Unit[] = []
  for (let page = 1; found.length < mostAtOnce; page += 1) {
    const { items, total } = await askUnits(id, { ...query, page, per_page: 200 })
    found.push(...items)
    if (items.length === 0 || found.length >= total) break
  }
  return found
}

export function useUnits(id: Id, query: MaybeRefOrGetter<UnitQuery>) {
  return useQuery({
    queryKey: computed(() => ['coverage', 'units', toValue(id), toValue(query)]),
    placeholderData: keepPreviousData,
    gcTime: Infinity,
    queryFn: () => askUnits(toValue(id), toValue(query)),
  })
}

/** Every place of a round that some list has shown since the page was opened. */
export const unitsInHand = (queries: QueryClient): Unit[] =>
  queries
    .getQueriesData<{ items: Unit[] }>({ queryKey: ['coverage', 'units'] })
    .flatMap(([, page]) => page?.items ?? [])

export function useSheet(id: Id, division: MaybeRefOrGetter<string | undefined>) {
  return useQuery({
    queryKey: computed(() => ['coverage', 'sheet', toValue(id), toValue(division)]),
    enabled: () => toValue(division) !== undefined,
    queryFn: () =>
      body(
        api.GET('/api/v1/campaigns/{id}/sheet', {
          params: { path: { id: toValue(id) }, query: { division: toValue(division) } },
        }),
      ),
  })
}

function useChanged(...kinds: string[]) {
  const queries = useQueryClient()
  return () => Promise.all(['coverage', ...kinds].map((kind) => queries.invalidateQueries({ queryKey: [kind] })))
}

interface Sent<Body> {
  sent: Body
  key: string
}

export function useFreeze(id: string) {
  return useMutation({
    mutationFn: ({ sent, key }: Sent<FreezeUnits>): Promise<Freeze> =>
      body(
        api.POST('/api/v1/campaigns/{id}/units/freeze', { params: { path: { id }, header: once(key) }, body: sent }),
      ),
    onSuccess: useChanged('campaigns'),
  })
}

export function useAssignUnits(id: string) {
  return useMutation({
    mutationFn: ({ sent, key }: Sent<AssignUnits>): Promise<Assigned> =>
      body(
        api.POST('/api/v1/campaigns/{id}/units/assign', { params: { path: { id }, header: once(key) }, body: sent }),
      ),
    onSuccess: useChanged(),
  })
}

export function useSendToGaps(id: string) {
  return useMutation({
    mutationFn: ({ sent, key }: Sent<SendToGaps>): Promise<SentToGaps> =>
      body(api.POST('/api/v1/campaigns/{id}/gaps/tasks', { params: { path: { id }, header: once(key) }, body: sent })),
    onSuccess: useChanged('tasks'),
  })
}

interface Line {
  premises: string
  version: number
  key: string
}

/** Also after a refusal the line is read anew: somebody else may have changed it. */
export function useExclude(id: string) {
  return useMutation({
    mutationFn: ({ premises, version, key, reason }: Line & { reason: string }): Promise<Unit> =>
      body(
        api.POST('/api/v1/campaigns/{id}/units/{premises_id}/exclude', {
          params: { path: { id, premises_id: premises }, header: { ...ifMatch(version), ...once(key) } },
          body: { reason },
        }),
      ),
    onSettled: useChanged(),
  })
}

export function useInclude(id: string) {
  return useMutation({
    mutationFn: ({ premises, version, key }: Line): Promise<Unit> =>
      body(
        api.POST('/api/v1/campaigns/{id}/units/{premises_id}/include', {
          params: { path: { id, premises_id: premises }, header: { ...ifMatch(version), ...once(key) } },
        }),
      ),
    onSettled: useChanged(),
  })
}

export function useRecordSheet(id: string) {
  return useMutation({
    mutationFn: ({ sent, key }: Sent<RecordSheet>): Promise<RecordedSheet> =>
      body(
        api.POST('/api/v1/campaigns/{id}/sheet/records', { params: { path: { id }, header: once(key) }, body: sent }),
      ),
    onSuccess: useChanged('inspections', 'premises', 'rectifications', 'leads', 'tasks', 'campaigns'),
  })
}
