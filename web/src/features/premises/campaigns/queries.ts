import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components, paths } from '@/api/schema'
import { oneOf } from '@/composables/oneOf'
import type { Save } from '@/composables/useRecordForm'

type Schemas = components['schemas']
export type Campaign = Schemas['Campaign']
export type CreateCampaign = Schemas['CreateCampaign']

type Query = NonNullable<paths['/api/v1/campaigns']['get']['parameters']['query']>

const all = ['campaigns']

const orders: readonly NonNullable<Query['sort']>[] = ['-created_at', 'title']

export function useCampaigns(
  query: MaybeRefOrGetter<{ page: number; per_page: number; sort?: string; division?: string }>,
) {
  return useQuery({
    queryKey: computed(() => [...all, toValue(query)]),
    queryFn: () => {
      const asked = toValue(query)
      return body(api.GET('/api/v1/campaigns', { params: { query: { ...asked, sort: oneOf(orders, asked.sort) } } }))
    },
    placeholderData: keepPreviousData,
    // The form in the field asks for the rounds; they stay in hand while the page is open.
    gcTime: Infinity,
  })
}

export function useCampaign(id: MaybeRefOrGetter<string | undefined>) {
  return useQuery({
    queryKey: computed(() => [...all, 'one', toValue(id)]),
    enabled: () => toValue(id) !== undefined,
    queryFn: () => findCampaign(toValue(id) ?? ''),
  })
}

export const findCampaign = (id: string): Promise<Campaign> =>
  body(api.GET('/api/v1/campaigns/{id}', { params: { path: { id } } }))

export function useSaveCampaign(id?: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateCampaign>): Promise<Campaign> => {
      const known = id ?? made
      return known === undefined || version === null
        ? body(api.POST('/api/v1/campaigns', { params: { header: once(key) }, body: draft }))
        : body(
            api.PATCH('/api/v1/campaigns/{id}', {
              params: { path: { id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: all }),
  })
}

export function useWithdrawCampaign() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, version, reason, key }: { id: string; version: number; reason: string; key: string }) =>
      api.POST('/api/v1/campaigns/{id}/withdraw', {
        params: { path: { id }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: all }),
  })
}
