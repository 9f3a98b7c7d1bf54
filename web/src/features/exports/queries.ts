import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'

type Schemas = components['schemas']
export type Export = Schemas['Export']
export type CreateExport = Schemas['CreateExport']

export const exportFilters = ['state', 'division'] as const
type ListQuery = { page: number; per_page: number } & Partial<Record<(typeof exportFilters)[number], string>>

const all = ['exports']
/** Milliseconds between two looks at a file that is being written, and at one that waits for somebody. */
const WRITING = 1500
const WAITING = 15_000

export function useExports(query: MaybeRefOrGetter<ListQuery>) {
  return useQuery({
    queryKey: computed(() => [...all, 'list', toValue(query)]),
    placeholderData: keepPreviousData,
    queryFn: () => {
      const { page, per_page, state, division } = toValue(query)
      return body(api.GET('/api/v1/exports', { params: { query: { page, per_page, state, division } } }))
    },
  })
}

export function useExport(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => [...all, toValue(id)]),
    queryFn: () => body(api.GET('/api/v1/exports/{id}', { params: { path: { id: toValue(id) } } })),
    refetchInterval: ({ state: { data } }) => {
      if (data?.state === 'queued') return WRITING
      return data?.state === 'awaiting_approval' ? WAITING : false
    },
  })
}

function useChanged() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: all })
}

export function useAskForExport() {
  return useMutation({
    mutationFn: ({ draft, key }: Pick<Save<CreateExport>, 'draft' | 'key'>): Promise<Export> =>
      body(api.POST('/api/v1/exports', { params: { header: once(key) }, body: draft })),
    onSuccess: useChanged(),
  })
}

interface Step {
  version: number
  key: string
}

export function useApproveExport(id: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ version, key }: Step): Promise<Export> =>
      body(
        api.POST('/api/v1/exports/{id}/approve', {
          params: { path: { id: toValue(id) }, header: { ...ifMatch(version), ...once(key) } },
        }),
      ),
    onSuccess: useChanged(),
  })
}

export function useRejectExport(id: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ version, key, reason }: Step & { reason: string }): Promise<Export> =>
      body(
        api.POST('/api/v1/exports/{id}/reject', {
          params: { path: { id: toValue(id) }, header: { ...ifMatch(version), ...once(key) } },
          body: { reason },
        }),
      ),
    onSuccess: useChanged(),
  })
}

/** Gets a link and uses it at once: it is good for one download. */
export function useFetchExport(id: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: async (key: string): Promise<Blob> => {
      const path = { id: toValue(id) }
      const { token } = await body(api.POST('/api/v1/exports/{id}/link', { params: { path, header: once(key) } }))
      return body(api.POST('/api/v1/exports/{id}/download', { params: { path }, body: { token }, parseAs: 'blob' }))
    },
    onSettled: useChanged(),
  })
}
