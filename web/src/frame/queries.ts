import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { makeUpKinds } from '@/duties/due'
import { findTasks, type Task } from '@/duties/queries'

const per_page = 6

/** The first few duties that can still be done, those whose day has passed first: a window that was missed is past. */
async function findPending(q: string): Promise<Task[]> {
  const [late, open] = await Promise.all([
    findTasks({ q, state: 'missed', kind: makeUpKinds.join(','), per_page }),
    findTasks({ q, state: 'open', per_page }),
  ])
  return [...late.items, ...open.items].slice(0, per_page)
}

/** The first few persons, places and duties whose name or number matches. Asks only for what the caller may read. */
export function useFind(q: MaybeRefOrGetter<string>, may: { personnel: boolean; premises: boolean; tasks: boolean }) {
  const isWorth = computed(() => toValue(q).length > 0)
  const personnel = useQuery({
    queryKey: computed(() => ['find', 'personnel', toValue(q)]),
    enabled: computed(() => isWorth.value && may.personnel),
    queryFn: () => body(api.GET('/api/v1/personnel', { params: { query: { q: toValue(q), per_page } } })),
  })
  const premises = useQuery({
    queryKey: computed(() => ['find', 'premises', toValue(q)]),
    enabled: computed(() => isWorth.value && may.premises),
    queryFn: () => body(api.GET('/api/v1/premises', { params: { query: { q: toValue(q), per_page } } })),
  })
  const tasks = useQuery({
    queryKey: computed(() => ['find', 'tasks', toValue(q)]),
    enabled: computed(() => isWorth.value && may.tasks),
    queryFn: () => findPending(toValue(q)),
  })
  return { personnel, premises, tasks }
}
