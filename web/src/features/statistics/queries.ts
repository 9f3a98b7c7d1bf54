import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, download } from '@/api/client'
import type { components } from '@/api/schema'
import type { Side } from '@/figures/queries'

type Schemas = components['schemas']
export type PeriodKind = Schemas['PeriodKind']
export type StatisticsForm = Schemas['StatisticsForm']
export type StatisticsTable = Schemas['StatisticsTable']
export type StatisticsColumn = Schemas['StatisticsColumn']
export type StatisticsRow = Schemas['StatisticsRow']
export type SelfAssessment = Schemas['SelfAssessment']
export type AssessmentItem = Schemas['AssessmentItem']
export type Series = Schemas['Series']

/** An area and a period; the caller's own area and the last period that has ended where they are left out. */
export interface Asked {
  division?: string
  period?: string
}
interface Paging {
  page: number
  per_page: number
}

const all = ['statistics']

/** What the committee asks for. */
export function useForms() {
  return useQuery({ queryKey: [...all, 'forms'], queryFn: () => body(api.GET('/api/v1/statistics')) })
}

export function useTable(table: MaybeRefOrGetter<string | undefined>, query: MaybeRefOrGetter<Asked>) {
  return useQuery({
    queryKey: computed(() => [...all, 'table', toValue(table), toValue(query)]),
    enabled: () => toValue(table) !== undefined,
    queryFn: () =>
      body(
        api.GET('/api/v1/statistics/tables/{table}', {
          params: { path: { table: toValue(table) ?? '' }, query: toValue(query) },
        }),
      ),
    placeholderData: keepPreviousData,
  })
}

export interface CellQuery extends Asked, Paging {
  table: string
  column: string
  row?: string
  side: Side
}

export function useCellRecords(query: MaybeRefOrGetter<CellQuery>) {
  return useQuery({
    queryKey: computed(() => [...all, 'records', toValue(query)]),
    queryFn: () => {
      const { table, column, ...rest } = toValue(query)
      const params = { path: { table, column }, query: rest }
      return body(api.GET('/api/v1/statistics/tables/{table}/columns/{column}/records', { params }))
    },
    placeholderData: keepPreviousData,
  })
}

export function downloadTable(table: string, { division, period }: Asked): Promise<Blob> {
  const query = new URLSearchParams({ ...(division ? { division } : {}), ...(period ? { period } : {}) })
  return download(`/api/v1/statistics/tables/${encodeURIComponent(table)}/table.xlsx?${query.toString()}`)
}

export function useSheet(sheet: MaybeRefOrGetter<string | undefined>, query: MaybeRefOrGetter<Asked>) {
  return useQuery({
    queryKey: computed(() => [...all, 'sheet', toValue(sheet), toValue(query)]),
    enabled: () => toValue(sheet) !== undefined,
    queryFn: () =>
      body(
        api.GET('/api/v1/statistics/sheets/{sheet}', {
          params: { path: { sheet: toValue(sheet) ?? '' }, query: toValue(query) },
        }),
      ),
    placeholderData: keepPreviousData,
  })
}

export interface SeriesQuery {
  division?: string
  year: number
  by: PeriodKind
}

/** One figure by part of an area and by period of a year. */
export function useSeries(name: string, query: MaybeRefOrGetter<SeriesQuery>) {
  return useQuery({
    queryKey: computed(() => [...all, 'series', name, toValue(query)]),
    queryFn: () =>
      body(api.GET('/api/v1/statistics/series/{name}', { params: { path: { name }, query: toValue(query) } })),
    placeholderData: keepPreviousData,
  })
}
