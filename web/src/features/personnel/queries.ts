import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components, paths } from '@/api/schema'
import { codeOf, flag, oneOf } from '@/composables/oneOf'
import type { Save } from '@/composables/useRecordForm'
import { forgetOne } from '@/query-client'

type Schemas = components['schemas']
export type Person = Schemas['Person']
export type CreatePerson = Schemas['CreatePerson']
export type SearchPersonnel = Schemas['SearchPersonnel']
export type TimelineItem = Schemas['TimelineItem']
type Query = NonNullable<paths['/api/v1/personnel']['get']['parameters']['query']>

export const personFilters = [
  'q',
  'division',
  'status',
  'control',
  'risk_level',
  'migrant',
  'case_worker',
  'grid',
  'platform_entered',
  'reported_in',
  'first_found_on_from',
  'first_found_on_to',
] as const
export type PersonListQuery = { page: number; per_page: number; sort?: string } & Partial<
  Record<(typeof personFilters)[number], string>
>

export const personKeys = {
  all: ['personnel'] as const,
  list: (query: PersonListQuery) => ['personnel', 'list', query] as const,
  one: (id: string) => ['personnel', id] as const,
  timeline: (id: string) => ['personnel', id, 'timeline'] as const,
}

const orders: readonly NonNullable<Query['sort']>[] = ['-updated_at', 'updated_at', 'file_no', '-first_found_on']

const asked = (list: PersonListQuery): Query => ({
  ...list,
  sort: oneOf(orders, list.sort),
  control: codeOf('control', list.control),
  migrant: flag(list.migrant),
  platform_entered: flag(list.platform_entered),
  reported_in: flag(list.reported_in),
})

export function usePersons(query: MaybeRefOrGetter<PersonListQuery>) {
  return useQuery({
    queryKey: computed(() => personKeys.list(toValue(query))),
    queryFn: () => body(api.GET('/api/v1/personnel', { params: { query: asked(toValue(query)) } })),
    placeholderData: keepPreviousData,
  })
}

export const findPerson = (id: string): Promise<Person> =>
  body(api.GET('/api/v1/personnel/{id}', { params: { path: { id } } }))

export function usePerson(id: MaybeRefOrGetter<string>) {
  return useQuery({ queryKey: computed(() => personKeys.one(toValue(id))), queryFn: () => findPerson(toValue(id)) })
}

export function useTimeline(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => personKeys.timeline(toValue(id))),
    queryFn: () => body(api.GET('/api/v1/personnel/{id}/timeline', { params: { path: { id: toValue(id) } } })),
  })
}

/** Exact look-up by ID number or phone; neither ever stands in an address. */
export const searchPerson = (wanted: SearchPersonnel) => body(api.POST('/api/v1/personnel/search', { body: wanted }))

export function useSavePerson(id?: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreatePerson>): Promise<Person> => {
      const known = id ?? made
      return known === undefined || version === null
        ? body(api.POST('/api/v1/personnel', { params: { header: once(key) }, body: draft }))
        : body(
            api.PATCH('/api/v1/personnel/{id}', {
              params: { path: { id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: personKeys.all }),
  })
}

export function useWithdrawPerson(person: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ version, reason, key }: { version: number; reason: string; key: string }) =>
      api.POST('/api/v1/personnel/{id}/withdraw', {
        params: { path: { id: toValue(person) }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: () => forgetOne('personnel', toValue(person)),
  })
}
