import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import { plusDays } from '@/composables/days'
import type { Task } from '@/duties/queries'
import { boundsOf } from './day'

type Schemas = components['schemas']
export type RecordTest = Schemas['RecordTest']
export type RecordedTest = Schemas['RecordedTest']

/** No window is longer than half a year; what was suspended may have moved its end by as much again. */
const longestWindow = 400
const per_page = 200

/** Windows for tests of a village that can touch a month; a village has a page or two of them. */
async function windowsOf(division: string, month: string): Promise<Task[]> {
  const { first, last } = boundsOf(month)
  const query = {
    kind: 'test',
    division,
    due_on_from: first,
    due_on_to: plusDays(last, longestWindow),
    per_page,
  }
  const found: Task[] = []
  for (let page = 1; ; page += 1) {
    const { items } = await body(api.GET('/api/v1/tasks', { params: { query: { ...query, page } } }))
    found.push(...items)
    if (items.length < per_page) return found
  }
}

export function useTestWindows(division: MaybeRefOrGetter<string | undefined>, month: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['tasks', 'windows', toValue(division) ?? '', toValue(month)]),
    enabled: () => toValue(division) !== undefined,
    queryFn: () => windowsOf(toValue(division) ?? '', toValue(month)),
  })
}

/** Withdraws a test that was just recorded, and nobody has changed since. */
export const withdrawTest = ({ person, test, reason, key }: Record<'person' | 'test' | 'reason' | 'key', string>) =>
  api.POST('/api/v1/personnel/{id}/tests/{test_id}/withdraw', {
    params: { path: { id: person, test_id: test }, header: { ...ifMatch(1), ...once(key) } },
    body: { reason },
  })

/** Withdrawing many, after which what follows from them is read anew once. */
export function useWithdrawing(work: (reason: string) => Promise<void>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: work,
    onSettled: () => queries.invalidateQueries({ queryKey: ['personnel'] }),
  })
}

/** Records many tests in one request; each is answered by itself. */
export function useRecordTests() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ items, key }: { items: RecordTest[]; key: string }) =>
      body(api.POST('/api/v1/tests/actions/record', { params: { header: once(key) }, body: { items } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['personnel'] }),
  })
}
