import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import type { components } from '@/api/schema'
import { cutOff, recentYears } from '@/composables/today'
import { figuresOf } from '@/figures/queries'
import { read } from '@/figures/value'

type Schemas = components['schemas']
export type Evidence = Schemas['Evidence']
export type Overview = Schemas['Overview']

/**
 * The newest year in which anything happened. An office that begins in November has its ledgers of last year, and
 * the first page should not greet it with zeros.
 */
export function useNewestYear(division: MaybeRefOrGetter<string>, enabled: boolean) {
  const client = useQueryClient()
  return useQuery({
    queryKey: computed(() => ['indicators', 'newest-year', toValue(division)]),
    enabled,
    queryFn: async () => {
      const years = recentYears().map(({ value }) => Number(value))
      for (const year of years) {
        // The page asks for this year's too: whoever comes second waits for the first.
        const { items } = await client.query(figuresOf({ division: toValue(division), year, as_of: cutOff(year) }))
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
