import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components, paths } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'
import { useDivisionName } from '@/lookups/queries'
import { useSession } from '@/session/session'

type Schemas = components['schemas']
export type Transfer = Schemas['Transfer']
export type CreateTransfer = Schemas['CreateTransfer']
export type AcceptTransfer = Schemas['AcceptTransfer']
export type AnswerTransfer = Schemas['AnswerTransfer']
export type ArriveTransfer = Schemas['ArriveTransfer']
export type RefuseTransfer = Schemas['RefuseTransfer']
export type TransferQuery = NonNullable<paths['/api/v1/transfers']['get']['parameters']['query']>

/** Those under way come first, the oldest first. */
export function useTransfers(query: MaybeRefOrGetter<TransferQuery>, enabled = true) {
  return useQuery({
    enabled,
    queryKey: computed(() => ['transfers', 'list', toValue(query)]),
    queryFn: () => body(api.GET('/api/v1/transfers', { params: { query: toValue(query) } })),
    placeholderData: keepPreviousData,
  })
}

const minutes = 60_000

/** The towns somebody can be sent to; only who may send is told. */
export function useDestinations() {
  const session = useSession()
  return useQuery({
    queryKey: ['transfers', 'destinations'],
    enabled: () => session.can('transfers:write'),
    staleTime: 10 * minutes,
    queryFn: () => body(api.GET('/api/v1/transfers/destinations')),
  })
}

/** The name of a village of one's own, or else of the town a code lies in; of a town nobody is told, its code. */
export function useTownName() {
  const { data: towns } = useDestinations()
  const nameOf = useDivisionName()
  return (code: string): string =>
    towns.value?.find((town) => town.code === `${code.slice(0, 9)}000`)?.name ?? nameOf(code)
}

export const findTransfer = (id: string): Promise<Transfer> =>
  body(api.GET('/api/v1/transfers/{id}', { params: { path: { id } } }))

/** A step changes the list, and with an acceptance whose file it is. */
function useSettled() {
  const queries = useQueryClient()
  return async (): Promise<void> => {
    await Promise.all([['transfers', 'list'], ['personnel']].map((queryKey) => queries.invalidateQueries({ queryKey })))
  }
}

/** Asks for a transfer, or changes what is asked for: a file is often approved on one day and sent on another. */
export function useSaveTransfer(person: string, transfer_id?: string) {
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateTransfer>): Promise<Transfer> => {
      const known = transfer_id ?? made
      return known === undefined || version === null
        ? body(
            api.POST('/api/v1/personnel/{id}/transfers', {
              params: { path: { id: person }, header: once(key) },
              body: draft,
            }),
          )
        : body(
            api.PATCH('/api/v1/transfers/{id}', {
              params: { path: { id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: useSettled(),
  })
}

type Step<B> = Pick<Save<B>, 'draft' | 'version' | 'key'>

const about = <B>(id: string, { version, key }: Step<B>) => ({
  path: { id },
  header: { ...ifMatch(version ?? 0), ...once(key) },
})

export function useAcceptTransfer(id: string) {
  return useMutation({
    mutationFn: (step: Step<AcceptTransfer>): Promise<Transfer> =>
      body(api.POST('/api/v1/transfers/{id}/accept', { params: about(id, step), body: step.draft })),
    onSuccess: useSettled(),
  })
}

/** The receiving town declines, or the sending town takes its request back. */
export function useRefuseTransfer(id: string, how: 'decline' | 'cancel') {
  return useMutation({
    mutationFn: (step: Step<RefuseTransfer>): Promise<Transfer> =>
      body(
        how === 'decline'
          ? api.POST('/api/v1/transfers/{id}/decline', { params: about(id, step), body: step.draft })
          : api.POST('/api/v1/transfers/{id}/cancel', { params: about(id, step), body: step.draft }),
      ),
    onSuccess: useSettled(),
  })
}

export function useAnswerTransfer(id: string) {
  return useMutation({
    mutationFn: (step: Step<AnswerTransfer>): Promise<Transfer> =>
      body(api.POST('/api/v1/transfers/{id}/answer', { params: about(id, step), body: step.draft })),
    onSuccess: useSettled(),
  })
}

export function useArriveTransfer(id: string) {
  return useMutation({
    mutationFn: (step: Step<ArriveTransfer>): Promise<Transfer> =>
      body(api.POST('/api/v1/transfers/{id}/arrive', { params: about(id, step), body: step.draft })),
    onSuccess: useSettled(),
  })
}
