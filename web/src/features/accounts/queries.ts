import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import { codeOf } from '@/composables/oneOf'
import type { Save } from '@/composables/useRecordForm'

type Schemas = components['schemas']
export type Account = Schemas['Account']
export type AccountRequest = Schemas['AccountRequest']
export type CreateAccount = Schemas['CreateAccount']
export type DescribeAccount = Schemas['DescribeAccount']
export type RequestRole = Schemas['RequestRole']
export type RoleInUse = Schemas['RoleInUse']
export type NewSetUpCode = Schemas['NewSetUpCode']

export const accountFilters = ['q', 'role', 'division', 'state'] as const
export const requestFilters = ['state'] as const
type Paging = { page: number; per_page: number }
type AccountQuery = Paging & Partial<Record<(typeof accountFilters)[number], string>>
type RequestQuery = Paging & { state?: string; account?: string }

const all = ['accounts']
const requests = ['account-requests']
const roles = ['roles']

export function useAccounts(query: MaybeRefOrGetter<AccountQuery>) {
  return useQuery({
    queryKey: computed(() => [...all, 'list', toValue(query)]),
    placeholderData: keepPreviousData,
    queryFn: () => {
      const { page, per_page, q, role, division, state } = toValue(query)
      const asked = { page, per_page, q, role, division, state: codeOf('account_state', state) }
      return body(api.GET('/api/v1/accounts', { params: { query: asked } }))
    },
  })
}

export const findAccount = (id: string): Promise<Account> =>
  body(api.GET('/api/v1/accounts/{id}', { params: { path: { id } } }))

export function useAccount(id: MaybeRefOrGetter<string>) {
  return useQuery({ queryKey: computed(() => [...all, toValue(id)]), queryFn: () => findAccount(toValue(id)) })
}

export function useRequests(query: MaybeRefOrGetter<RequestQuery>) {
  return useQuery({
    queryKey: computed(() => [...requests, toValue(query)]),
    placeholderData: keepPreviousData,
    queryFn: () => {
      const { page, per_page, state, account } = toValue(query)
      const asked = { page, per_page, state: codeOf('account_request_state', state), account }
      return body(api.GET('/api/v1/account-requests', { params: { query: asked } }))
    },
  })
}

export function useRoles() {
  return useQuery({ queryKey: roles, queryFn: () => body(api.GET('/api/v1/roles')) })
}

/** Whatever is done about one account may show in the list, among the requests and in the numbers of the roles. */
function useChanged() {
  const queries = useQueryClient()
  return () => Promise.all([all, requests, roles].map((queryKey) => queries.invalidateQueries({ queryKey })))
}

export function useMakeAccount() {
  return useMutation({
    mutationFn: ({ draft, key }: Pick<Save<CreateAccount>, 'draft' | 'key'>): Promise<Account> =>
      body(api.POST('/api/v1/accounts', { params: { header: once(key) }, body: draft })),
    onSuccess: useChanged(),
  })
}

export function useDescribeAccount(id: string) {
  return useMutation({
    mutationFn: ({ patch, version }: Save<DescribeAccount>): Promise<Account> =>
      body(
        api.PATCH('/api/v1/accounts/{id}', {
          params: { path: { id }, header: ifMatch(version ?? 0) },
          headers: mergePatch,
          body: patch,
        }),
      ),
    onSuccess: useChanged(),
  })
}

export type Act = 'lock' | 'unlock' | 'close' | 'end_sessions' | 'revoke_role'

export function useActOnAccount(id: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ act, version, key }: { act: Act; version: number; key: string }): Promise<Account> => {
      const params = { path: { id: toValue(id) }, header: { ...ifMatch(version), ...once(key) } }
      switch (act) {
        case 'lock':
          return body(api.POST('/api/v1/accounts/{id}/lock', { params }))
        case 'unlock':
          return body(api.POST('/api/v1/accounts/{id}/unlock', { params }))
        case 'close':
          return body(api.POST('/api/v1/accounts/{id}/close', { params }))
        case 'end_sessions':
          return body(api.POST('/api/v1/accounts/{id}/end-sessions', { params }))
        case 'revoke_role':
          return body(api.POST('/api/v1/accounts/{id}/revoke-role', { params }))
      }
    },
    onSuccess: useChanged(),
  })
}

/** Whatever became of it, the account is read anew: a code whose answer was lost is good, and nobody knows it. */
export function useMakeCode(id: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: (version: number): Promise<NewSetUpCode> =>
      body(
        api.POST('/api/v1/accounts/{id}/set-up-code', {
          params: { path: { id: toValue(id) }, header: ifMatch(version) },
        }),
      ),
    onSettled: useChanged(),
  })
}

export function useRequestRole(id: MaybeRefOrGetter<string>, version: MaybeRefOrGetter<number>) {
  return useMutation({
    mutationFn: ({ draft, key }: Pick<Save<RequestRole>, 'draft' | 'key'>): Promise<AccountRequest> =>
      body(
        api.POST('/api/v1/accounts/{id}/request-role', {
          params: { path: { id: toValue(id) }, header: { ...ifMatch(toValue(version)), ...once(key) } },
          body: draft,
        }),
      ),
    onSuccess: useChanged(),
  })
}

export function useDecideRequest() {
  return useMutation({
    mutationFn: ({
      id,
      version,
      isConfirmed,
      key,
    }: Pick<AccountRequest, 'id' | 'version'> & { isConfirmed: boolean; key: string }): Promise<AccountRequest> => {
      const params = { path: { id }, header: { ...ifMatch(version), ...once(key) } }
      return body(
        isConfirmed
          ? api.POST('/api/v1/account-requests/{id}/confirm', { params })
          : api.POST('/api/v1/account-requests/{id}/decline', { params }),
      )
    },
    onSuccess: useChanged(),
  })
}
