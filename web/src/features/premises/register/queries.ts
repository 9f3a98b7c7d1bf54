import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'
import type { CreatePremises, Premises } from '../queries'

type Schemas = components['schemas']
export type PrecursorDuties = Schemas['PrecursorDuties']

/** What the law asks of whoever handles precursor chemicals, by class. */
export function usePrecursorDuties(isAsked: MaybeRefOrGetter<boolean>) {
  return useQuery({
    queryKey: ['precursor-duties'],
    enabled: computed(() => toValue(isAsked)),
    staleTime: 60 * 60_000,
    queryFn: () => body(api.GET('/api/v1/premises/precursor-duties')),
  })
}

/** Places others are to be chosen from: those of the village whose name or number has these words. */
export function useLikePlaces(division: MaybeRefOrGetter<string>, q: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['premises', 'like', toValue(division), toValue(q)]),
    enabled: computed(() => toValue(q).trim() !== ''),
    queryFn: () =>
      body(
        api.GET('/api/v1/premises', {
          params: { query: { division: toValue(division), q: toValue(q).trim(), per_page: 20 } },
        }),
      ),
  })
}

/** Places that were found to be the one at `id`. */
export function useMergedInto(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['premises', 'merged', toValue(id)]),
    queryFn: () =>
      body(api.GET('/api/v1/premises', { params: { query: { merged_into: toValue(id), per_page: 200 } } })),
  })
}

function useChanged() {
  const queries = useQueryClient()
  return () =>
    Promise.all(
      ['premises', 'inspections', 'rectifications', 'leads', 'coverage'].map((kind) =>
        queries.invalidateQueries({ queryKey: [kind] }),
      ),
    )
}

export function usePropose() {
  return useMutation({
    mutationFn: ({ draft, key }: Pick<Save<CreatePremises>, 'draft' | 'key'>): Promise<Premises> =>
      body(api.POST('/api/v1/premises/proposals', { params: { header: once(key) }, body: draft })),
    onSuccess: useChanged(),
  })
}

export function useAccept() {
  return useMutation({
    mutationFn: ({ id, version, key }: { id: string; version: number; key: string }): Promise<Premises> =>
      body(
        api.POST('/api/v1/premises/{id}/accept', {
          params: { path: { id }, header: { ...ifMatch(version), ...once(key) } },
        }),
      ),
    onSuccess: useChanged(),
  })
}

/** The duplicate's records go to the place that is kept; its file stays and says where they are. */
export function useMerge(id: string) {
  return useMutation({
    mutationFn: ({
      draft,
      version,
      key,
    }: Pick<Save<Schemas['MergePremises']>, 'draft' | 'version' | 'key'>): Promise<Premises> =>
      body(
        api.POST('/api/v1/premises/{id}/merge', {
          params: { path: { id }, header: { ...ifMatch(version ?? 0), ...once(key) } },
          body: draft,
        }),
      ),
    onSuccess: useChanged(),
  })
}

export function useUnmerge() {
  return useMutation({
    mutationFn: ({ id, version, reason, key }: { id: string; version: number; reason: string; key: string }) =>
      body(
        api.POST('/api/v1/premises/{id}/unmerge', {
          params: { path: { id }, header: { ...ifMatch(version), ...once(key) } },
          body: { reason },
        }),
      ),
    onSuccess: useChanged(),
  })
}
