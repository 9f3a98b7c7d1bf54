import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type CreateReveal = Schemas['CreateReveal']
export type Revealed = Schemas['Revealed']
export type RevealField = Schemas['RevealField']
export type Reveal = Schemas['Reveal']

/** Lines on one page of the card. */
export const PER_PAGE = 10

/** Asks for masked facts. The answer is kept by nobody but who asks: it goes into no cache. */
export const reveal = (id: string, wanted: CreateReveal): Promise<Revealed> =>
  body(api.POST('/api/v1/personnel/{id}/reveal', { params: { path: { id } }, body: wanted }))

export const revealsKey = (person: string) => ['reveals', person]

/** Who was shown masked facts of the person. */
export function useReveals(person: MaybeRefOrGetter<string>, page: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => [...revealsKey(toValue(person)), toValue(page)]),
    placeholderData: keepPreviousData,
    queryFn: () =>
      body(
        api.GET('/api/v1/personnel/{id}/reveals', {
          params: { path: { id: toValue(person) }, query: { page: toValue(page), per_page: PER_PAGE } },
        }),
      ),
  })
}
