import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'

type Schemas = components['schemas']
export type Grid = Schemas['Grid']
export type CreateGrid = Schemas['CreateGrid']

const all = ['grids']

/** The grids of a village are few, so one page holds them all. */
export function useGrids(division: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => [...all, 'of', toValue(division)]),
    queryFn: () =>
      body(api.GET('/api/v1/grids', { params: { query: { division: toValue(division), per_page: 200 } } })),
  })
}

export const findGrid = (id: string): Promise<Grid> => body(api.GET('/api/v1/grids/{id}', { params: { path: { id } } }))

export function useSaveGrid(id?: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateGrid>): Promise<Grid> => {
      const known = id ?? made
      return known === undefined || version === null
        ? body(api.POST('/api/v1/grids', { params: { header: once(key) }, body: draft }))
        : body(
            api.PATCH('/api/v1/grids/{id}', {
              params: { path: { id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: all }),
  })
}

export function useWithdrawGrid() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, version, reason, key }: { id: string; version: number; reason: string; key: string }) =>
      api.POST('/api/v1/grids/{id}/withdraw', {
        params: { path: { id }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: all }),
  })
}
