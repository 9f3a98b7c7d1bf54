import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { findTasks } from '@/duties/queries'

const per_page = 6

/** Duties that are still to be done: whoever looks for one wants to do it. */
export const pending = 'open,missed'

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
    queryFn: () => findTasks({ q: toValue(q), state: pending, per_page }),
  })
  return { personnel, premises, tasks }
}
