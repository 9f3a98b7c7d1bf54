import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import { flag } from '@/composables/oneOf'
import type { Save } from '@/composables/useRecordForm'

type Schemas = components['schemas']
export type Client = Schemas['Client']
export type CreateClient = Schemas['CreateClient']
export type CreateClientKey = Schemas['CreateClientKey']
export type ClientKind = Schemas['ClientKind']
export type NewClientSecret = Schemas['NewClientSecret']

export const clientFilters = ['with_revoked'] as const
type ListQuery = { page: number; per_page: number } & Partial<Record<(typeof clientFilters)[number], string>>

const all = ['clients']

export function useClients(query: MaybeRefOrGetter<ListQuery>) {
  return useQuery({
    queryKey: computed(() => [...all, 'list', toValue(query)]),
    placeholderData: keepPreviousData,
    queryFn: () => {
      const { page, per_page, with_revoked } = toValue(query)
      const asked = { page, per_page, with_revoked: flag(with_revoked) }
      return body(api.GET('/api/v1/clients', { params: { query: asked } }))
    },
  })
}

export const findClient = (id: string): Promise<Client> =>
  body(api.GET('/api/v1/clients/{id}', { params: { path: { id } } }))

export function useClient(id: MaybeRefOrGetter<string>) {
  return useQuery({ queryKey: computed(() => [...all, toValue(id)]), queryFn: () => findClient(toValue(id)) })
}

function useChanged() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: all })
}

export function useSaveClient(id?: string) {
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateClient>): Promise<Client> => {
      const known = id ?? made
      return known === undefined || version === null
        ? body(api.POST('/api/v1/clients', { params: { header: once(key) }, body: draft }))
        : body(
            api.PATCH('/api/v1/clients/{id}', {
              params: { path: { id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: useChanged(),
  })
}

/** Ends the client for good. */
export function useRevokeClient(id: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ version, key }: { version: number; key: string }): Promise<Client> =>
      body(
        api.POST('/api/v1/clients/{id}/revoke', {
          params: { path: { id: toValue(id) }, header: { ...ifMatch(version), ...once(key) } },
        }),
      ),
    onSuccess: useChanged(),
  })
}

/** Whatever became of it, the list is read anew: a secret whose answer was lost is there, and nobody knows it. */
export function useMakeSecret(id: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: (): Promise<NewClientSecret> =>
      body(api.POST('/api/v1/clients/{id}/secrets', { params: { path: { id: toValue(id) } } })),
    onSettled: useChanged(),
  })
}

export function useEndSecret(id: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ secret, key }: { secret: string; key: string }): Promise<Client> =>
      body(
        api.POST('/api/v1/clients/{id}/secrets/{secret_id}/revoke', {
          params: { path: { id: toValue(id), secret_id: secret }, header: once(key) },
        }),
      ),
    onSuccess: useChanged(),
  })
}

export function useAddKey(id: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ draft, key }: Pick<Save<CreateClientKey>, 'draft' | 'key'>) =>
      body(
        api.POST('/api/v1/clients/{id}/keys', {
          params: { path: { id: toValue(id) }, header: once(key) },
          body: draft,
        }),
      ),
    onSuccess: useChanged(),
  })
}

export function useEndKey(id: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ credential, key }: { credential: string; key: string }): Promise<Client> =>
      body(
        api.POST('/api/v1/clients/{id}/keys/{key_id}/revoke', {
          params: { path: { id: toValue(id), key_id: credential }, header: once(key) },
        }),
      ),
    onSuccess: useChanged(),
  })
}
