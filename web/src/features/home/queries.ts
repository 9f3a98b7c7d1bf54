import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type Indicator = Schemas['Indicator']
export type Evidence = Schemas['Evidence']
export type Overview = Schemas['Overview']

export interface Period {
  division: string
  year: number
  as_of: string
}

export function useIndicators(period: MaybeRefOrGetter<Period>, enabled: boolean) {
  return useQuery({
    queryKey: computed(() => ['indicators', toValue(period)]),
    enabled,
    queryFn: () => body(api.GET('/api/v1/indicators', { params: { query: toValue(period) } })),
    placeholderData: keepPreviousData,
  })
}

export function useOverview(division: MaybeRefOrGetter<string>, enabled: boolean) {
  return useQuery({
    queryKey: computed(() => ['indicators', 'overview', toValue(division)]),
    enabled,
    queryFn: () => body(api.GET('/api/v1/indicators/overview', { params: { query: { division: toValue(division) } } })),
  })
}

export function useIndicatorRecords(
  name: MaybeRefOrGetter<string>,
  query: MaybeRefOrGetter<Period & { page: number; per_page: number }>,
) {
  return useQuery({
    queryKey: computed(() => ['indicators', 'records', toValue(name), toValue(query)]),
    queryFn: () =>
      body(
        api.GET('/api/v1/indicators/{name}/records', {
          params: { path: { name: toValue(name) }, query: toValue(query) },
        }),
      ),
    placeholderData: keepPreviousData,
  })
}
