import { useMutation, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'
import { useSaved } from '../records/queries'

type Schemas = components['schemas']
export type SpecialGroup = Schemas['SpecialGroup']
export type CreateSpecialGroup = Schemas['CreateSpecialGroup']

/** A person belongs to few groups, so one page holds them all. */
const query = { per_page: 200 }

export function useSpecialGroups(person: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['personnel', toValue(person), 'special-groups']),
    queryFn: () =>
      body(api.GET('/api/v1/personnel/{id}/special-groups', { params: { path: { id: toValue(person) }, query } })),
  })
}

export const findSpecialGroup = (id: string, group_id: string): Promise<SpecialGroup> =>
  body(api.GET('/api/v1/personnel/{id}/special-groups/{group_id}', { params: { path: { id, group_id } } }))

export function useSaveSpecialGroup(id: string, group_id?: string) {
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateSpecialGroup>): Promise<SpecialGroup> => {
      const known = group_id ?? made
      return known === undefined || version === null
        ? body(
            api.POST('/api/v1/personnel/{id}/special-groups', {
              params: { path: { id }, header: once(key) },
              body: draft,
            }),
          )
        : body(
            api.PATCH('/api/v1/personnel/{id}/special-groups/{group_id}', {
              params: { path: { id, group_id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: useSaved(),
  })
}

export function useWithdrawSpecialGroup(person: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ id, version, reason, key }: { id: string; version: number; reason: string; key: string }) =>
      api.POST('/api/v1/personnel/{id}/special-groups/{group_id}/withdraw', {
        params: { path: { id: toValue(person), group_id: id }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: useSaved(),
  })
}
