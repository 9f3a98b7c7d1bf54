import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components, paths } from '@/api/schema'
import { flag } from '@/composables/oneOf'
import type { Save } from '@/composables/useRecordForm'

type Schemas = components['schemas']
export type Staff = Schemas['StaffMember']
export type CreateStaff = Schemas['CreateStaff']
type Query = NonNullable<paths['/api/v1/staff']['get']['parameters']['query']>

export const staffFilters = ['q', 'division', 'post', 'active'] as const
export type StaffListQuery = { page: number; per_page: number; sort?: string } & Partial<
  Record<(typeof staffFilters)[number], string>
>

const all = ['staff']
const asked = (list: StaffListQuery): Query => ({ ...list, active: flag(list.active) })

export function useStaffList(query: MaybeRefOrGetter<StaffListQuery>) {
  return useQuery({
    queryKey: computed(() => [...all, 'list', toValue(query)]),
    queryFn: () => body(api.GET('/api/v1/staff', { params: { query: asked(toValue(query)) } })),
    placeholderData: keepPreviousData,
  })
}

export const findStaff = (id: string): Promise<Staff> =>
  body(api.GET('/api/v1/staff/{id}', { params: { path: { id } } }))

export function useSaveStaff(id?: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateStaff>): Promise<Staff> => {
      const known = id ?? made
      return known === undefined || version === null
        ? body(api.POST('/api/v1/staff', { params: { header: once(key) }, body: draft }))
        : body(
            api.PATCH('/api/v1/staff/{id}', {
              params: { path: { id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: all }),
  })
}

export function useWithdrawStaff() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, version, reason, key }: { id: string; version: number; reason: string; key: string }) =>
      api.POST('/api/v1/staff/{id}/withdraw', {
        params: { path: { id }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: all }),
  })
}
