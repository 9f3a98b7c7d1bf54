import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { ApiError } from '@/api/problem'
import type { Draft } from '@/composables/recordForm'
import { useTasks, type Task, type TaskQuery } from '@/duties/queries'
import { useDuties } from '@/duties/useDuties'
import { allRefused, refusedOf, type Refused, type RefusedLine } from './outcome'
import { findTask, useHandOverTasks } from './queries'

export interface TypedHandOver {
  from: string
  division?: string | null
  kind?: Task['kind'][]
  to: string
}

/** What became of them: how many were given, and those that were not. */
export interface HandedOver {
  given: number
  lines: RefusedLine[]
}

/** The server hands over so many in one go. */
export const mostAtOnce = 2000

/** What someone has of the filter being typed, counted; and handing over exactly as many as were counted. */
export function useHandOver(draft: Draft<TypedHandOver>) {
  const { locale } = useI18n()
  const { title, nameOf } = useDuties()
  const { mutateAsync } = useHandOverTasks()
  const query = computed<TaskQuery>(() => ({
    assignee: draft.from ?? undefined,
    division: draft.division ?? undefined,
    kind: draft.kind?.length ? draft.kind.join(',') : undefined,
    state: 'open,missed',
    per_page: 200,
  }))
  const { data, isPlaceholderData, isFetching, refetch } = useTasks(query, () => !!draft.from)
  const tasks = computed(() => data.value?.items ?? [])
  const count = computed(() => data.value?.total ?? 0)
  const isCounting = computed(() => data.value === undefined || isPlaceholderData.value || isFetching.value)

  async function wordsOf({ id, zh, en }: Refused, known: readonly Task[]): Promise<RefusedLine> {
    const task = known.find((one) => one.id === id) ?? (await findTask(id).catch(() => null))
    return { id, what: task ? `${nameOf(task)} · ${title(task)}` : id, why: locale.value === 'en' ? en : zh }
  }

  /** Those that could not be given, each with its reason. The list is counted anew where the count was another by now. */
  async function attempt(order: TypedHandOver, key: string, known: readonly Task[]): Promise<Refused[]> {
    const filter = { assignee_id: order.from, division: order.division ?? null, kind: order.kind ?? [] }
    try {
      return refusedOf((await mutateAsync({ filter, expected_count: count.value, assignee_id: order.to, key })).items)
    } catch (error) {
      const each = allRefused(
        error,
        known.map(({ id }) => id),
      )
      if (each !== null) return each
      if (error instanceof ApiError && error.status === 409) await refetch()
      throw error
    }
  }

  async function send(order: TypedHandOver, key: string): Promise<HandedOver> {
    const [known, wanted] = [tasks.value, count.value]
    const refused = await attempt(order, key, known)
    const lines = await Promise.all(refused.map((one) => wordsOf(one, known)))
    return { given: wanted - lines.length, lines }
  }
  return { tasks, count, isCounting, query, send }
}
