import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'
import { forgetOne } from '@/query-client'

type Schemas = components['schemas']
export type Webhook = Schemas['Webhook']
export type CreateWebhook = Schemas['CreateWebhook']
export type Delivery = Schemas['Delivery']
export type Replay = Schemas['Replay']
/** What making a webhook answers with: the webhook, and the key it was given. */
export type WithSecret = Webhook & Pick<Schemas['NewSecret'], 'secret'>

export const webhookFilters = ['state', 'division'] as const
export const deliveryFilters = ['state'] as const
type Paging = { page: number; per_page: number }
type WebhookQuery = Paging & Partial<Record<(typeof webhookFilters)[number], string>>
type DeliveryQuery = Paging & Partial<Record<(typeof deliveryFilters)[number], string>>

const all = ['webhooks']
/** Milliseconds between two looks at deliveries that wait. */
const LOOK_AGAIN = 5000

export function useWebhooks(query: MaybeRefOrGetter<WebhookQuery>) {
  return useQuery({
    queryKey: computed(() => [...all, 'list', toValue(query)]),
    placeholderData: keepPreviousData,
    queryFn: () => {
      const { page, per_page, state, division } = toValue(query)
      return body(api.GET('/api/v1/webhooks', { params: { query: { page, per_page, state, division } } }))
    },
  })
}

export const findWebhook = (id: string): Promise<Webhook> =>
  body(api.GET('/api/v1/webhooks/{id}', { params: { path: { id } } }))

export function useWebhook(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => [...all, toValue(id)]),
    queryFn: () => findWebhook(toValue(id)),
    // The challenge is on its way; how it went shows by itself.
    refetchInterval: ({ state }) => (state.data?.state === 'unverified' ? LOOK_AGAIN : false),
  })
}

export function useDeliveries(id: MaybeRefOrGetter<string>, query: MaybeRefOrGetter<DeliveryQuery>) {
  return useQuery({
    queryKey: computed(() => [...all, toValue(id), 'deliveries', toValue(query)]),
    placeholderData: keepPreviousData,
    queryFn: () => {
      const { page, per_page, state } = toValue(query)
      const params = { path: { id: toValue(id) }, query: { page, per_page, state } }
      return body(api.GET('/api/v1/webhooks/{id}/deliveries', { params }))
    },
    refetchInterval: ({ state }) =>
      state.data?.items.some((delivery) => delivery.state === 'pending') === true ? LOOK_AGAIN : false,
  })
}

function useChanged() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: all })
}

export function useSaveWebhook(id?: string) {
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateWebhook>): Promise<WithSecret> => {
      const known = id ?? made
      return known === undefined || version === null
        ? body(api.POST('/api/v1/webhooks', { params: { header: once(key) }, body: draft }))
        : body(
            api.PATCH('/api/v1/webhooks/{id}', {
              params: { path: { id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: useChanged(),
  })
}

interface Step {
  version: number
  key: string
}

export type Act = 'pause' | 'resume' | 'verify' | 'rotate'

/** Sends one of the things that are done with a webhook by a button; a new key comes with its answer. */
export function useActOnWebhook(id: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ act, version, key }: Step & { act: Act }): Promise<WithSecret> => {
      const params = { path: { id: toValue(id) }, header: { ...ifMatch(version), ...once(key) } }
      switch (act) {
        case 'pause':
          return body(api.POST('/api/v1/webhooks/{id}/pause', { params }))
        case 'resume':
          return body(api.POST('/api/v1/webhooks/{id}/resume', { params }))
        case 'verify':
          return body(api.POST('/api/v1/webhooks/{id}/verify', { params }))
        case 'rotate':
          return body(api.POST('/api/v1/webhooks/{id}/rotate-secret', { params }))
      }
    },
    onSuccess: useChanged(),
  })
}

export function useReplay(id: MaybeRefOrGetter<string>, version: MaybeRefOrGetter<number>) {
  return useMutation({
    mutationFn: ({ draft, key }: Pick<Save<Replay>, 'draft' | 'key'>): Promise<Webhook> =>
      body(
        api.POST('/api/v1/webhooks/{id}/replay', {
          params: { path: { id: toValue(id) }, header: { ...ifMatch(toValue(version)), ...once(key) } },
          body: draft,
        }),
      ),
    onSuccess: useChanged(),
  })
}

export function useDeleteWebhook(id: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: (version: number) =>
      api.DELETE('/api/v1/webhooks/{id}', { params: { path: { id: toValue(id) }, header: ifMatch(version) } }),
    onSuccess: () => forgetOne('webhooks', toValue(id)),
  })
}
