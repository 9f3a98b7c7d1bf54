import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, download } from '@/api/client'
import { ifMatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import { forgetOne } from '@/query-client'

type Schemas = components['schemas']
export type Report = Schemas['Report']
export type Block = Schemas['Block']
export type ReportSummary = Schemas['ReportSummary']
export type ReportFigure = Schemas['ReportFigure']
export type CreateReport = Schemas['CreateReport']
export type Finding = Schemas['Finding']

const all = ['reports']

export interface ReportListQuery {
  page: number
  per_page: number
  division?: string
  year?: string
  state?: string
}

export function useReports(query: MaybeRefOrGetter<ReportListQuery>) {
  const asked = computed(() => {
    const { year, ...rest } = toValue(query)
    return { ...rest, year: year === undefined ? undefined : Number(year) }
  })
  return useQuery({
    queryKey: computed(() => [...all, 'list', asked.value]),
    queryFn: () => body(api.GET('/api/v1/reports', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
  })
}

export function useReport(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => [...all, toValue(id)]),
    queryFn: () => body(api.GET('/api/v1/reports/{id}', { params: { path: { id: toValue(id) } } })),
  })
}

export const draftReport = (report: CreateReport, key: string): Promise<Report> =>
  body(api.POST('/api/v1/reports', { params: { header: once(key) }, body: report }))

export const findReport = (id: string): Promise<Report> =>
  body(api.GET('/api/v1/reports/{id}', { params: { path: { id } } }))

export const downloadReport = (id: string): Promise<Blob> => download(`/api/v1/reports/${id}/document.docx`)

interface Rest {
  version: number
}

/** The server answers each change with the whole report, which takes the place of the one shown. */
function useShown(id: MaybeRefOrGetter<string>) {
  const queries = useQueryClient()
  return (report: Report) => {
    queries.setQueryData([...all, toValue(id)], report)
    void queries.invalidateQueries({ queryKey: [...all, 'list'] })
  }
}

export function useEditParagraph(id: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ key, text, version }: Rest & { key: string; text: string | null }): Promise<Report> =>
      body(
        api.PATCH('/api/v1/reports/{id}/paragraphs/{key}', {
          params: { path: { id: toValue(id), key }, header: ifMatch(version) },
          body: { text },
        }),
      ),
    onSuccess: useShown(id),
  })
}

export function useRefreshReport(id: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ version, key }: Rest & { key: string }): Promise<Report> =>
      body(
        api.POST('/api/v1/reports/{id}/refresh', {
          params: { path: { id: toValue(id) }, header: ifMatch(version) },
          headers: once(key),
        }),
      ),
    onSuccess: useShown(id),
  })
}

/** `accept` says that the findings were shown and agreed to; without it a report with findings is refused. */
export function useFreezeReport(id: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ version, key, accept }: Rest & { key: string; accept: boolean }): Promise<Report> =>
      body(
        api.POST('/api/v1/reports/{id}/freeze', {
          params: { path: { id: toValue(id) }, header: ifMatch(version) },
          headers: once(key),
          body: { accept_findings: accept },
        }),
      ),
    onSuccess: useShown(id),
  })
}

export function useWithdrawReport(id: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ version, reason, key }: Rest & { reason: string; key: string }) =>
      api.POST('/api/v1/reports/{id}/withdraw', {
        params: { path: { id: toValue(id) }, header: ifMatch(version) },
        headers: once(key),
        body: { reason },
      }),
    onSuccess: () => forgetOne('reports', toValue(id)),
  })
}
