import { useMutation, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'
import { useSaved } from '../records/queries'

type Schemas = components['schemas']
export type TeamMember = Schemas['TeamMember']
export type CreateTeamMember = Schemas['CreateTeamMember']

/** A case team is small, so one page holds them all. */
const query = { per_page: 200 }

export function useTeamMembers(person: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['personnel', toValue(person), 'team-members']),
    queryFn: () =>
      body(api.GET('/api/v1/personnel/{id}/team-members', { params: { path: { id: toValue(person) }, query } })),
  })
}

export const findTeamMember = (id: string, member_id: string): Promise<TeamMember> =>
  body(api.GET('/api/v1/personnel/{id}/team-members/{member_id}', { params: { path: { id, member_id } } }))

export function useSaveTeamMember(id: string, member_id?: string) {
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateTeamMember>): Promise<TeamMember> => {
      const known = member_id ?? made
      return known === undefined || version === null
        ? body(
            api.POST('/api/v1/personnel/{id}/team-members', {
              params: { path: { id }, header: once(key) },
              body: draft,
            }),
          )
        : body(
            api.PATCH('/api/v1/personnel/{id}/team-members/{member_id}', {
              params: { path: { id, member_id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: useSaved(),
  })
}

export function useWithdrawTeamMember(person: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ id, version, reason, key }: { id: string; version: number; reason: string; key: string }) =>
      api.POST('/api/v1/personnel/{id}/team-members/{member_id}/withdraw', {
        params: { path: { id: toValue(person), member_id: id }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: useSaved(),
  })
}
