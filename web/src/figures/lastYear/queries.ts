import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import type { components } from '@/api/schema'

type Report = components['schemas']['Report']
type ReportSummary = components['schemas']['ReportSummary']

/** Of the summaries made final, the one that was last; a town within the area is another office. */
export function lastOf(summaries: readonly ReportSummary[], division: string): ReportSummary | undefined {
  // What is final changes no more, so that its last change was making it final.
  const moment = ({ updated_at }: ReportSummary): number => Date.parse(updated_at)
  const own = summaries.filter((one) => one.division_code === division)
  return [...own].sort((one, other) => moment(other) - moment(one))[0]
}

async function findSigned(division: string, year: number): Promise<Report | null> {
  const query = { division, year, state: 'frozen', per_page: 200 }
  const { items } = await body(api.GET('/api/v1/reports', { params: { query } }))
  const found = lastOf(items, division)
  if (found === undefined) return null
  return body(api.GET('/api/v1/reports/{id}', { params: { path: { id: found.id } } }))
}

/** The summary an area made final of a year; null where it made none. */
export function useSigned(division: MaybeRefOrGetter<string>, year: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['reports', 'signed', toValue(division), toValue(year)]),
    enabled: () => toValue(division) !== '',
    queryFn: () => findSigned(toValue(division), toValue(year)),
  })
}
