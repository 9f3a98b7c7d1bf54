import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import { flag } from '@/composables/oneOf'
import { useSession } from '@/session/session'

type Schemas = components['schemas']
export type Reconciliation = Schemas['Reconciliation']
export type RosterFinding = Schemas['RosterFinding']
export type FindingKind = Schemas['FindingKind']
export type Decision = Schemas['Decision']
export type DecideFinding = Schemas['DecideFinding']
export type Person = Schemas['Person']

export const findingFilters = ['kind', 'decision', 'open'] as const
type Paging = { page: number; per_page: number }
type FindingQuery = Paging & Partial<Record<(typeof findingFilters)[number], string>>

const all = ['reconciliations']

export function useReconciliations(query: MaybeRefOrGetter<Paging>) {
  return useQuery({
    queryKey: computed(() => [...all, 'list', toValue(query)]),
    placeholderData: keepPreviousData,
    queryFn: () => {
      const { page, per_page } = toValue(query)
      return body(api.GET('/api/v1/reconciliations', { params: { query: { page, per_page } } }))
    },
  })
}

export function useReconciliation(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => [...all, toValue(id)]),
    queryFn: () => body(api.GET('/api/v1/reconciliations/{id}', { params: { path: { id: toValue(id) } } })),
  })
}

export function useFindings(id: MaybeRefOrGetter<string>, query: MaybeRefOrGetter<FindingQuery>) {
  return useQuery({
    queryKey: computed(() => [...all, toValue(id), 'findings', toValue(query)]),
    placeholderData: keepPreviousData,
    queryFn: () => {
      const { page, per_page, kind, decision, open } = toValue(query)
      const params = { path: { id: toValue(id) }, query: { page, per_page, kind, decision, open: flag(open) } }
      return body(api.GET('/api/v1/reconciliations/{id}/findings', { params }))
    },
  })
}

/** The file of the person a finding is about, for the side of the roster. */
export function usePersonOnFile(id: MaybeRefOrGetter<string | null | undefined>) {
  const session = useSession()
  return useQuery({
    queryKey: computed(() => ['personnel', toValue(id)]),
    enabled: () => session.can('personnel:read') && typeof toValue(id) === 'string',
    queryFn: () => body(api.GET('/api/v1/personnel/{id}', { params: { path: { id: toValue(id) ?? '' } } })),
  })
}

/** Sends the committee's list as it is; what comes back says how many differences there are. */
export function useCompare() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ file, key }: { file: File; key: string }): Promise<Reconciliation> =>
      body(
        api.POST('/api/v1/reconciliations', {
          params: { header: once(key), query: { file_name: file.name } },
          headers: { 'Content-Type': file.type === '' ? 'application/octet-stream' : file.type },
          // The document has no type for bytes; what travels is the file itself.
          body: '',
          bodySerializer: () => file,
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: all }),
  })
}

export interface Deciding {
  finding: Pick<RosterFinding, 'id' | 'version'>
  decision: DecideFinding
  key: string
}

const send = (id: string, { finding, decision, key }: Deciding): Promise<RosterFinding> =>
  body(
    api.POST('/api/v1/reconciliations/{id}/findings/{finding_id}/decide', {
      params: { path: { id, finding_id: finding.id }, header: { ...ifMatch(finding.version), ...once(key) } },
      body: decision,
    }),
  )

/** What is accepted changes the file, so persons are read anew as well. */
function useChanged() {
  const queries = useQueryClient()
  return () => Promise.all([all, ['personnel']].map((queryKey) => queries.invalidateQueries({ queryKey })))
}

export function useDecide(id: MaybeRefOrGetter<string>) {
  return useMutation({ mutationFn: (one: Deciding) => send(toValue(id), one), onSuccess: useChanged() })
}

/** One of many decisions, which are sent one after another; the lists are read anew when the last was answered. */
export function useDecideMany(id: MaybeRefOrGetter<string>) {
  return { decide: (one: Deciding) => send(toValue(id), one), settled: useChanged() }
}
