import { useMutation, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'
import { useSaved } from '../records/queries'

type Schemas = components['schemas']
export type Stay = Schemas['Stay']
export type CreateStay = Schemas['CreateStay']

/** A person's times away are few, so one page holds them all. */
const query = { per_page: 200 }

export function useStays(person: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['personnel', toValue(person), 'stays']),
    queryFn: () => body(api.GET('/api/v1/personnel/{id}/stays', { params: { path: { id: toValue(person) }, query } })),
  })
}

export const findStay = (id: string, stay_id: string): Promise<Stay> =>
  body(api.GET('/api/v1/personnel/{id}/stays/{stay_id}', { params: { path: { id, stay_id } } }))

export function useSaveStay(id: string, stay_id?: string) {
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateStay>): Promise<Stay> => {
      const known = stay_id ?? made
      return known === undefined || version === null
        ? body(
            api.POST('/api/v1/personnel/{id}/stays', {
              params: { path: { id }, header: once(key) },
              body: draft,
            }),
          )
        : body(
            api.PATCH('/api/v1/personnel/{id}/stays/{stay_id}', {
              params: { path: { id, stay_id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: useSaved(),
  })
}

export function useWithdrawStay(person: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ id, version, reason, key }: { id: string; version: number; reason: string; key: string }) =>
      api.POST('/api/v1/personnel/{id}/stays/{stay_id}/withdraw', {
        params: { path: { id: toValue(person), stay_id: id }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: useSaved(),
  })
}
