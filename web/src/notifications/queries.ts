import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { once } from '@/api/headers'
import type { components } from '@/api/schema'
import { newKey } from '@/composables/newKey'

type Schemas = components['schemas']
export type Notification = Schemas['Notification']
export type TopicCount = Schemas['TopicCount']
type Notifications = Schemas['Notifications']

export const waitingKey = ['notifications', 'waiting']
const minute = 60_000

/** Milliseconds from one question to the next: two minutes, and longer each time the server was not there. */
export const pauseAfter = (failures: number): number => Math.min(2 * 2 ** failures, 30) * minute

/** How often in a row the question failed. */
let failures = 0

async function ask(): Promise<Notifications> {
  try {
    const found = await body(api.GET('/api/v1/notifications'))
    failures = 0
    return found
  } catch (error) {
    failures += 1
    throw error
  }
}

/** What waits for the caller now. */
export function useWaiting() {
  return useQuery({ queryKey: waitingKey, queryFn: ask })
}

/** The same, asked again and again while somebody looks at the page. */
export function useBell(enabled: MaybeRefOrGetter<boolean>) {
  return useQuery({
    queryKey: waitingKey,
    enabled: () => toValue(enabled),
    queryFn: ask,
    // The next question is another try.
    retry: false,
    staleTime: minute,
    refetchInterval: () => pauseAfter(failures),
    refetchOnWindowFocus: true,
  })
}

/** Says which numbers were seen. No fact changes by that, so nothing else is read anew. */
export function useMarkSeen() {
  const queries = useQueryClient()
  return async (items: readonly TopicCount[]): Promise<void> => {
    if (items.length === 0) return
    const seen = items.map(({ topic, count }) => ({ topic, count }))
    const params = { header: once(newKey()) }
    queries.setQueryData(waitingKey, await body(api.POST('/api/v1/notifications/seen', { params, body: { seen } })))
  }
}
