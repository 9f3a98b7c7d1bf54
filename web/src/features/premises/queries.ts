import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components, paths } from '@/api/schema'
import { flag, oneOf } from '@/composables/oneOf'
import type { Save } from '@/composables/useRecordForm'
import { forgetOne } from '@/query-client'

type Schemas = components['schemas']
export type Premises = Schemas['Premises']
export type CreatePremises = Schemas['CreatePremises']
type Query = NonNullable<paths['/api/v1/premises']['get']['parameters']['query']>

export const premisesFilters = [
  'q',
  'division',
  'kind',
  'colour',
  'risk_level',
  'inspected',
  'inspected_before',
  'overdue',
] as const
export type PremisesListQuery = { page: number; per_page: number; sort?: string } & Partial<
  Record<(typeof premisesFilters)[number] | 'proposed', string>
>

export const premisesKeys = {
  all: ['premises'] as const,
  list: (query: PremisesListQuery) => ['premises', 'list', query] as const,
  one: (id: string) => ['premises', id] as const,
}

const orders: readonly NonNullable<Query['sort']>[] = ['-updated_at', 'code', 'last_inspected_on']

const asked = (list: PremisesListQuery): Query => ({
  ...list,
  sort: oneOf(orders, list.sort),
  inspected: flag(list.inspected),
  overdue: flag(list.overdue),
  proposed: flag(list.proposed),
})

export function usePremisesList(query: MaybeRefOrGetter<PremisesListQuery>) {
  return useQuery({
    queryKey: computed(() => premisesKeys.list(toValue(query))),
    queryFn: () => body(api.GET('/api/v1/premises', { params: { query: asked(toValue(query)) } })),
    placeholderData: keepPreviousData,
  })
}

export const findPremises = (id: string): Promise<Premises> =>
  body(api.GET('/api/v1/premises/{id}', { params: { path: { id } } }))

export function usePremises(id: MaybeRefOrGetter<string>) {
  return useQuery({ queryKey: computed(() => premisesKeys.one(toValue(id))), queryFn: () => findPremises(toValue(id)) })
}

export function useSavePremises(id?: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreatePremises>): Promise<Premises> => {
      const known = id ?? made
      return known === undefined || version === null
        ? body(api.POST('/api/v1/premises', { params: { header: once(key) }, body: draft }))
        : body(
            api.PATCH('/api/v1/premises/{id}', {
              params: { path: { id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: premisesKeys.all }),
  })
}

export function useWithdrawPremises(id: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ version, reason, key }: { version: number; reason: string; key: string }) =>
      api.POST('/api/v1/premises/{id}/withdraw', {
        params: { path: { id: toValue(id) }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: () => forgetOne('premises', toValue(id)),
  })
}
