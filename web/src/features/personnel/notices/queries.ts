import { useMutation, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'
import { useSaved } from '../records/queries'

type Schemas = components['schemas']
export type Notice = Schemas['Notice']
export type CreateNotice = Schemas['CreateNotice']

/** A person's admonitions and warnings are few, so one page holds them all. */
const query = { per_page: 200 }

export function useNotices(person: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['personnel', toValue(person), 'notices']),
    queryFn: () =>
      body(api.GET('/api/v1/personnel/{id}/notices', { params: { path: { id: toValue(person) }, query } })),
  })
}

export const findNotice = (id: string, notice_id: string): Promise<Notice> =>
  body(api.GET('/api/v1/personnel/{id}/notices/{notice_id}', { params: { path: { id, notice_id } } }))

export function useSaveNotice(id: string, notice_id?: string) {
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateNotice>): Promise<Notice> => {
      const known = notice_id ?? made
      return known === undefined || version === null
        ? body(
            api.POST('/api/v1/personnel/{id}/notices', {
              params: { path: { id }, header: once(key) },
              body: draft,
            }),
          )
        : body(
            api.PATCH('/api/v1/personnel/{id}/notices/{notice_id}', {
              params: { path: { id, notice_id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: useSaved(),
  })
}

export function useWithdrawNotice(person: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ id, version, reason, key }: { id: string; version: number; reason: string; key: string }) =>
      api.POST('/api/v1/personnel/{id}/notices/{notice_id}/withdraw', {
        params: { path: { id: toValue(person), notice_id: id }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: useSaved(),
  })
}
