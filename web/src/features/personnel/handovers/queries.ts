import { useMutation, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'
import { useSaved } from '../records/queries'

type Schemas = components['schemas']
export type Handover = Schemas['Handover']
export type CreateHandover = Schemas['CreateHandover']
export type Paper = Schemas['HandoverDocument']

/** A person's hand-overs are few, so one page holds them all. */
const query = { per_page: 200 }

export function useHandovers(person: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['personnel', toValue(person), 'handovers']),
    queryFn: () =>
      body(api.GET('/api/v1/personnel/{id}/handovers', { params: { path: { id: toValue(person) }, query } })),
  })
}

export const findHandover = (id: string, handover_id: string): Promise<Handover> =>
  body(api.GET('/api/v1/personnel/{id}/handovers/{handover_id}', { params: { path: { id, handover_id } } }))

export function useSaveHandover(id: string, handover_id?: string) {
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateHandover>): Promise<Handover> => {
      const known = handover_id ?? made
      return known === undefined || version === null
        ? body(
            api.POST('/api/v1/personnel/{id}/handovers', {
              params: { path: { id }, header: once(key) },
              body: draft,
            }),
          )
        : body(
            api.PATCH('/api/v1/personnel/{id}/handovers/{handover_id}', {
              params: { path: { id, handover_id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: useSaved(),
  })
}

export function useWithdrawHandover(person: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ id, version, reason, key }: { id: string; version: number; reason: string; key: string }) =>
      api.POST('/api/v1/personnel/{id}/handovers/{handover_id}/withdraw', {
        params: { path: { id: toValue(person), handover_id: id }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: useSaved(),
  })
}
