import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'

type Schemas = components['schemas']
export type AllowedHost = Schemas['AllowedHost']
export type CreateAllowedHost = Schemas['CreateAllowedHost']

const all = ['webhook-hosts']

export function useAllowedHosts(query: MaybeRefOrGetter<{ page: number; per_page: number }>) {
  return useQuery({
    queryKey: computed(() => [...all, toValue(query)]),
    placeholderData: keepPreviousData,
    queryFn: () => {
      const { page, per_page } = toValue(query)
      return body(api.GET('/api/v1/webhooks/allowed-hosts', { params: { query: { page, per_page } } }))
    },
  })
}

function useChanged() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: all })
}

export function useAllowHost() {
  return useMutation({
    mutationFn: ({ draft, key }: Pick<Save<CreateAllowedHost>, 'draft' | 'key'>): Promise<AllowedHost> =>
      body(api.POST('/api/v1/webhooks/allowed-hosts', { params: { header: once(key) }, body: draft })),
    onSuccess: useChanged(),
  })
}

export function useForbidHost() {
  return useMutation({
    mutationFn: ({ id, version }: Pick<AllowedHost, 'id' | 'version'>) =>
      api.DELETE('/api/v1/webhooks/allowed-hosts/{id}', { params: { path: { id }, header: ifMatch(version) } }),
    onSuccess: useChanged(),
  })
}
