import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components, paths } from '@/api/schema'
import { codeOf, oneOf } from '@/composables/oneOf'
import type { Save } from '@/composables/useRecordForm'
import { forgetOne } from '@/query-client'

type Schemas = components['schemas']
export type Event = Schemas['Event']
export type CreateEvent = Schemas['CreateEvent']
export type EventCounts = Schemas['EventCounts']
type Query = NonNullable<paths['/api/v1/events']['get']['parameters']['query']>

export const eventFilters = ['q', 'division', 'kind', 'setting', 'theme', 'held_on_from', 'held_on_to'] as const
export type EventListQuery = { page: number; per_page: number; sort?: string } & Partial<
  Record<(typeof eventFilters)[number], string>
>

/** What an event counts, in the order of the form. */
export const countNames: readonly (keyof EventCounts)[] = [
  'leaflets',
  'booklets',
  'posters',
  'banners',
  'panels',
  'reach',
  'consultations',
  'staff',
  'broadcasts',
  'posts',
]

export const eventKeys = {
  all: ['events'] as const,
  list: (query: EventListQuery) => ['events', 'list', query] as const,
  one: (id: string) => ['events', id] as const,
}

const orders: readonly NonNullable<Query['sort']>[] = ['-held_on', 'held_on']

const asked = (list: EventListQuery): Query => ({
  ...list,
  sort: oneOf(orders, list.sort),
  setting: codeOf('setting', list.setting),
  theme: codeOf('theme', list.theme),
})

export function useEvents(query: MaybeRefOrGetter<EventListQuery>) {
  return useQuery({
    queryKey: computed(() => eventKeys.list(toValue(query))),
    queryFn: () => body(api.GET('/api/v1/events', { params: { query: asked(toValue(query)) } })),
    placeholderData: keepPreviousData,
  })
}

export const findEvent = (id: string): Promise<Event> =>
  body(api.GET('/api/v1/events/{id}', { params: { path: { id } } }))

export function useEvent(id: MaybeRefOrGetter<string>) {
  return useQuery({ queryKey: computed(() => eventKeys.one(toValue(id))), queryFn: () => findEvent(toValue(id)) })
}

export function useSaveEvent(id?: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateEvent>): Promise<Event> => {
      const known = id ?? made
      return known === undefined || version === null
        ? body(api.POST('/api/v1/events', { params: { header: once(key) }, body: draft }))
        : body(
            api.PATCH('/api/v1/events/{id}', {
              params: { path: { id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: eventKeys.all }),
  })
}

export function useWithdrawEvent(id: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ version, reason, key }: { version: number; reason: string; key: string }) =>
      api.POST('/api/v1/events/{id}/withdraw', {
        params: { path: { id: toValue(id) }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: () => forgetOne('events', toValue(id)),
  })
}
