import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import type { components, paths } from '@/api/schema'
import { cutOff, recentYears } from '@/composables/today'
import { read } from '@/figures/value'

type Schemas = components['schemas']
export type Indicator = Schemas['Indicator']
export type Evidence = Schemas['Evidence']
export type Overview = Schemas['Overview']

/** The records a figure counts, or those it lacks. */
type Side = NonNullable<NonNullable<paths['/api/v1/indicators/{name}/records']['get']['parameters']['query']>['side']>

export interface Period {
  division: string
  year: number
  as_of: string
}

/** A year as the server is asked for it. */
const asked = ({ year, ...rest }: Period) => ({ ...rest, period: String(year) })

export function useIndicators(period: MaybeRefOrGetter<Period>, enabled: boolean) {
  return useQuery({
    queryKey: computed(() => ['indicators', toValue(period)]),
    enabled,
    queryFn: () => body(api.GET('/api/v1/indicators', { params: { query: asked(toValue(period)) } })),
    placeholderData: keepPreviousData,
  })
}

/**
 * The newest year in which anything happened. An office that begins in November has its ledgers of last year, and
 * the first page should not greet it with zeros.
 */
export function useNewestYear(division: MaybeRefOrGetter<string>, enabled: boolean) {
  return useQuery({
    queryKey: computed(() => ['indicators', 'newest-year', toValue(division)]),
    enabled,
    queryFn: async () => {
      const years = recentYears().map(({ value }) => Number(value))
      for (const year of years) {
        const query = asked({ division: toValue(division), year, as_of: cutOff(year) })
        const { items } = await body(api.GET('/api/v1/indicators', { params: { query } }))
        // Rates are left out: duties fall due whether anybody does them or not.
        const happened = items.filter(({ clock, value }) => clock === 'flow' && read(value).kind !== 'rate')
        if (happened.some(({ record_count }) => record_count > 0)) return year
      }
      return years[0]
    },
  })
}

export function useOverview(division: MaybeRefOrGetter<string>, enabled: boolean) {
  return useQuery({
    queryKey: computed(() => ['indicators', 'overview', toValue(division)]),
    enabled,
    queryFn: () => body(api.GET('/api/v1/indicators/overview', { params: { query: { division: toValue(division) } } })),
  })
}

/** Persons who wait to be accepted from another town: the list that the page of transfers opens with. */
export function useIncomingTransfers() {
  return useQuery({
    queryKey: ['transfers', 'list', 'incoming', 'count'],
    queryFn: () =>
      body(api.GET('/api/v1/transfers', { params: { query: { side: 'incoming', state: 'requested', per_page: 1 } } })),
  })
}

export function useIndicatorRecords(
  name: MaybeRefOrGetter<string>,
  query: MaybeRefOrGetter<Period & { page: number; per_page: number; side: Side }>,
) {
  return useQuery({
    queryKey: computed(() => ['indicators', 'records', toValue(name), toValue(query)]),
    queryFn: () => {
      const { page, per_page, side, ...period } = toValue(query)
      const params = { path: { name: toValue(name) }, query: { ...asked(period), page, per_page, side } }
      return body(api.GET('/api/v1/indicators/{name}/records', { params }))
    },
    placeholderData: keepPreviousData,
  })
}
