import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type FileChange = Schemas['FileChange']
export type FileAccess = Schemas['FileAccess']

/** Changes on one page of the card. */
export const PER_PAGE = 10
/** Looks on one page: to open a file is a dozen of them, shown as one. */
export const LOOKS_PER_PAGE = 100

/** Who changed which record of the file. */
export function useChanges(person: MaybeRefOrGetter<string>, page: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['personnel', toValue(person), 'history', toValue(page)]),
    placeholderData: keepPreviousData,
    queryFn: () =>
      body(
        api.GET('/api/v1/personnel/{id}/history', {
          params: { path: { id: toValue(person) }, query: { page: toValue(page), per_page: PER_PAGE } },
        }),
      ),
  })
}

/** Who was shown the file. To ask is on record in turn, so it is asked only of whoever wants to see it. */
export function useAccesses(person: MaybeRefOrGetter<string>, page: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['accesses', toValue(person), toValue(page)]),
    placeholderData: keepPreviousData,
    queryFn: () =>
      body(
        api.GET('/api/v1/personnel/{id}/accesses', {
          params: { path: { id: toValue(person) }, query: { page: toValue(page), per_page: LOOKS_PER_PAGE } },
        }),
      ),
  })
}
