import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components, paths } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'

type Schemas = components['schemas']
export type GroupPost = Schemas['GroupPost']
export type CreateGroupPost = Schemas['CreateGroupPost']
type Query = NonNullable<paths['/api/v1/leading-group']['get']['parameters']['query']>

export const groupPostFilters = ['division', 'as_of'] as const
export type GroupPostListQuery = { page: number; per_page: number; sort?: string } & Partial<
  Record<(typeof groupPostFilters)[number], string>
>

const all = ['leading-group']
const asked = (list: GroupPostListQuery): Query => list

export function useGroupPosts(query: MaybeRefOrGetter<GroupPostListQuery>) {
  return useQuery({
    queryKey: computed(() => [...all, 'list', toValue(query)]),
    queryFn: () => body(api.GET('/api/v1/leading-group', { params: { query: asked(toValue(query)) } })),
    placeholderData: keepPreviousData,
  })
}

export const findGroupPost = (id: string): Promise<GroupPost> =>
  body(api.GET('/api/v1/leading-group/{id}', { params: { path: { id } } }))

export function useSaveGroupPost(id?: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateGroupPost>): Promise<GroupPost> => {
      const known = id ?? made
      return known === undefined || version === null
        ? body(api.POST('/api/v1/leading-group', { params: { header: once(key) }, body: draft }))
        : body(
            api.PATCH('/api/v1/leading-group/{id}', {
              params: { path: { id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: all }),
  })
}

export function useWithdrawGroupPost() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, version, reason, key }: { id: string; version: number; reason: string; key: string }) =>
      api.POST('/api/v1/leading-group/{id}/withdraw', {
        params: { path: { id }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: all }),
  })
}
