import { useMutation, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'
import { useSaved } from '../records/queries'

type Schemas = components['schemas']
export type Leave = Schemas['Leave']
export type CreateLeave = Schemas['CreateLeave']
type UpdateLeave = Schemas['UpdateLeave']

/** A person's leaves are few, so one page holds them all. */
const query = { per_page: 200 }

export function useLeaves(person: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['personnel', toValue(person), 'leaves']),
    queryFn: () => body(api.GET('/api/v1/personnel/{id}/leaves', { params: { path: { id: toValue(person) }, query } })),
  })
}

export const findLeave = (id: string, leave_id: string): Promise<Leave> =>
  body(api.GET('/api/v1/personnel/{id}/leaves/{leave_id}', { params: { path: { id, leave_id } } }))

const changeLeave = (id: string, leave_id: string, version: number, patch: UpdateLeave): Promise<Leave> =>
  body(
    api.PATCH('/api/v1/personnel/{id}/leaves/{leave_id}', {
      params: { path: { id, leave_id }, header: ifMatch(version) },
      headers: mergePatch,
      body: patch,
    }),
  )

export function useSaveLeave(id: string, leave_id?: string) {
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateLeave>): Promise<Leave> => {
      const known = leave_id ?? made
      return known === undefined || version === null
        ? body(api.POST('/api/v1/personnel/{id}/leaves', { params: { path: { id }, header: once(key) }, body: draft }))
        : changeLeave(id, known, version, patch)
    },
    onSuccess: useSaved(),
  })
}

/** One step of a leave on file: it is approved, or the person reports back. */
export function useStepLeave(id: string, leave_id: string) {
  return useMutation({
    mutationFn: ({ step, version }: { step: UpdateLeave; version: number | null }): Promise<Leave> =>
      changeLeave(id, leave_id, version ?? 0, step),
    onSuccess: useSaved(),
  })
}

export function useWithdrawLeave(person: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ id, version, reason, key }: { id: string; version: number; reason: string; key: string }) =>
      api.POST('/api/v1/personnel/{id}/leaves/{leave_id}/withdraw', {
        params: { path: { id: toValue(person), leave_id: id }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: useSaved(),
  })
}
