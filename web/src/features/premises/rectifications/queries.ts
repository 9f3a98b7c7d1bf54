import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'

type Schemas = components['schemas']
export type Rectification = Schemas['Rectification']
export type CreateRectification = Schemas['CreateRectification']
export type Refer = Schemas['ReferRectification']

export const rectificationFilters = ['state', 'division', 'severity', 'premises'] as const
type ListQuery = { page: number; per_page: number } & Partial<Record<(typeof rectificationFilters)[number], string>>

export function useRectifications(query: MaybeRefOrGetter<ListQuery>) {
  return useQuery({
    queryKey: computed(() => ['rectifications', 'list', toValue(query)]),
    placeholderData: keepPreviousData,
    queryFn: () => {
      const { page, per_page, state, division, severity, premises } = toValue(query)
      const asked = { page, per_page, state, division, severity, premises }
      return body(api.GET('/api/v1/rectifications', { params: { query: asked } }))
    },
  })
}

/** The orders given to one place, or after one look at it. */
export function useRectificationsOf(premises: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['rectifications', 'of', toValue(premises)]),
    queryFn: () =>
      body(api.GET('/api/v1/rectifications', { params: { query: { premises: toValue(premises), per_page: 200 } } })),
  })
}

export const findRectification = (id: string): Promise<Rectification> =>
  body(api.GET('/api/v1/rectifications/{id}', { params: { path: { id } } }))

function useChanged() {
  const queries = useQueryClient()
  return () =>
    Promise.all(
      ['rectifications', 'premises', 'inspections'].map((kind) => queries.invalidateQueries({ queryKey: [kind] })),
    )
}

/** Orders a defect to be put right, or changes an order. */
export function useSaveRectification(inspection: string, id?: string) {
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateRectification>): Promise<Rectification> => {
      const known = id ?? made
      return known === undefined || version === null
        ? body(
            api.POST('/api/v1/inspections/{id}/rectification', {
              params: { path: { id: inspection }, header: once(key) },
              body: draft,
            }),
          )
        : body(
            api.PATCH('/api/v1/rectifications/{id}', {
              params: { path: { id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: useChanged(),
  })
}

export function useRefer(id: string) {
  return useMutation({
    mutationFn: ({ draft, version, key }: Pick<Save<Refer>, 'draft' | 'version' | 'key'>): Promise<Rectification> =>
      body(
        api.POST('/api/v1/rectifications/{id}/refer', {
          params: { path: { id }, header: { ...ifMatch(version ?? 0), ...once(key) } },
          body: draft,
        }),
      ),
    onSuccess: useChanged(),
  })
}

export function useWithdrawRectification() {
  return useMutation({
    mutationFn: ({ id, version, reason, key }: { id: string; version: number; reason: string; key: string }) =>
      api.POST('/api/v1/rectifications/{id}/withdraw', {
        params: { path: { id }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: useChanged(),
  })
}
