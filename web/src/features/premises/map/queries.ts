import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import type { Premises } from '../queries'

const perPage = 200
/** A county's register fits; what is beyond is said to be. */
const mostPages = 25

/** A place whose coordinates are on file. */
export type Placed = Premises & { longitude: number; latitude: number }

type Found = { items: Premises[]; isWhole: boolean }

async function readAll(division: string | undefined): Promise<Found> {
  const items: Premises[] = []
  for (let page = 1; page <= mostPages; page += 1) {
    const query = { division, page, per_page: perPage, sort: 'code' as const }
    const answer = await body(api.GET('/api/v1/premises', { params: { query } }))
    items.push(...answer.items)
    if (answer.items.length < perPage) return { items, isWhole: true }
  }
  return { items, isWhole: false }
}

/** All places of an area at once, as a map has no pages. */
export function useAllPlaces(division: MaybeRefOrGetter<string | undefined>) {
  return useQuery({
    queryKey: computed(() => ['premises', 'map', toValue(division)]),
    staleTime: 60_000,
    queryFn: () => readAll(toValue(division)),
  })
}
