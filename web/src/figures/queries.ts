import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import type { components, paths } from '@/api/schema'

export type Indicator = components['schemas']['Indicator']

/** An area and a year, as they stood on a day. */
export interface YearOf {
  division: string
  year: number
  as_of: string
}

/** The records a figure counts, or those it lacks. */
export type Side = NonNullable<
  NonNullable<paths['/api/v1/indicators/{name}/records']['get']['parameters']['query']>['side']
>

export interface RecordsOf {
  division: string
  period: string
  as_of: string
  side: Side
  page: number
  per_page: number
}

/** A year as the server is asked for it. */
export const asked = ({ year, ...rest }: YearOf) => ({ ...rest, period: String(year) })

/** Under which name the figures of an area and a year are kept, and how they are asked for. */
export const figuresOf = (year: YearOf) => ({
  queryKey: ['indicators', year],
  queryFn: () => body(api.GET('/api/v1/indicators', { params: { query: asked(year) } })),
})

/** All figures of an area and a year. */
export function useIndicators(year: MaybeRefOrGetter<YearOf>, enabled = true) {
  return useQuery(computed(() => ({ ...figuresOf(toValue(year)), enabled, placeholderData: keepPreviousData })))
}

/** The records behind one of them, or those it lacks. */
export function useIndicatorRecords(name: MaybeRefOrGetter<string>, query: MaybeRefOrGetter<RecordsOf>) {
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

/** The records behind a figure as a report took it, or those it lacked. */
export function useReportRecords(
  id: MaybeRefOrGetter<string>,
  name: MaybeRefOrGetter<string>,
  query: MaybeRefOrGetter<{ page: number; per_page: number; side: Side }>,
) {
  return useQuery({
    queryKey: computed(() => ['reports', toValue(id), 'records', toValue(name), toValue(query)]),
    queryFn: () =>
      body(
        api.GET('/api/v1/reports/{id}/figures/{name}/records', {
          params: { path: { id: toValue(id), name: toValue(name) }, query: toValue(query) },
        }),
      ),
    placeholderData: keepPreviousData,
  })
}
