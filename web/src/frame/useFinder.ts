import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { RouteLocationRaw } from 'vue-router'
import { useFormat } from '@/composables/useFormat'
import type { Task } from '@/duties/queries'
import { useDuties } from '@/duties/useDuties'
import { useDivisionName } from '@/lookups/queries'
import { useSession } from '@/session/session'
import { useFind } from './queries'
import { usePages, type Page } from './usePages'

export interface Item {
  key: string
  to: RouteLocationRaw
  label: string
  note: string
}

interface Group {
  title: string
  items: Item[]
  /** The list that shows more, where there is more. */
  more: { to: RouteLocationRaw; words: string } | null
}

/** Duties as they are looked for: what is owed, by whom or where, and until when. */
function useTaskItem() {
  const { title, nameOf, pathTo, due } = useDuties()
  const divisionName = useDivisionName()
  return (task: Task, list: RouteLocationRaw): Item => ({
    key: task.id,
    to: pathTo(task) ?? list,
    label: `${nameOf(task)}　${title(task)}`,
    note: [due(task)?.words ?? '', divisionName(task.division_code)].filter(Boolean).join(' · '),
  })
}

/** Persons, places and duties that the server finds for what was typed. */
function useRecords(q: () => string) {
  const { t } = useI18n()
  const { number } = useFormat()
  const session = useSession()
  const nameOf = useDivisionName()
  const taskItem = useTaskItem()
  const { personnel, premises, tasks } = useFind(q, {
    personnel: session.can('personnel:read'),
    premises: session.can('premises:read'),
    tasks: session.can('tasks:read'),
  })
  const asked = [personnel, premises, tasks]

  /** A list with more records than are shown here. */
  const more = (path: string, total: number, items: Item[]): Group['more'] =>
    total > items.length ? { to: { path, query: { q: q() } }, words: t('search.more', { n: number(total) }) } : null

  const persons = computed<Group>(() => {
    const { items = [], total = 0 } = personnel.data.value ?? {}
    const found = items.map(({ id, file_no, name, division_code }) => {
      const to = `/personnel/${id}`
      return { key: to, to, label: `${file_no}　${name}`, note: nameOf(division_code) }
    })
    return { title: t('nav.personnel'), items: found, more: more('/personnel', total, found) }
  })
  const places = computed<Group>(() => {
    const { items = [], total = 0 } = premises.data.value ?? {}
    const found = items.map(({ id, name, division_code }) => {
      const to = `/premises/${id}`
      return { key: to, to, label: name, note: nameOf(division_code) }
    })
    return { title: t('nav.premises'), items: found, more: more('/premises', total, found) }
  })
  const duties = computed<Group>(() => {
    // The list also has the windows that were missed, which are not among these.
    const list = { path: '/tasks', query: { q: q(), state: 'open,missed' } }
    const found = (tasks.data.value ?? []).map((task) => taskItem(task, list))
    return {
      title: t('nav.tasks'),
      items: found,
      more: found.length > 0 ? { to: list, words: t('search.more_tasks') } : null,
    }
  })
  const groups = computed(() => [persons.value, places.value, duties.value])
  const isSearching = computed(() => asked.some(({ isFetching }) => isFetching.value))
  const error = computed(() => asked.find((one) => one.error.value !== null)?.error.value ?? null)
  const retry = (): void => {
    for (const one of asked) if (one.error.value !== null) void one.refetch()
  }
  return { groups, isSearching, error, retry }
}

/** What is found for the words typed, in groups, and the item the arrow keys have reached. */
export function useFinder() {
  const { t } = useI18n()
  const q = ref('')
  /** Without a question nothing is reached before an arrow key was pressed. */
  const at = ref(-1)
  const { groups, isSearching, error, retry } = useRecords(() => q.value)
  const pages = usePages(() => q.value)

  const group = (title: string, found: Page[]): Group => ({
    title,
    items: found.map(({ to, label }) => ({ key: to, to, label, note: '' })),
    more: null,
  })
  const found = computed(() =>
    q.value === ''
      ? [group(t('search.visited'), pages.visited.value), group(t('search.pages'), pages.others.value)]
      : [...groups.value, group(t('search.pages'), pages.found.value)],
  )
  const items = computed(() => found.value.flatMap((one) => one.items))
  const isNothing = computed(
    () => q.value !== '' && !isSearching.value && error.value === null && items.value.length === 0,
  )
  watch(q, (typed) => {
    at.value = typed === '' ? -1 : 0
  })

  function move(by: 1 | -1): void {
    const count = items.value.length
    if (count > 0) at.value = at.value < 0 && by < 0 ? count - 1 : (at.value + by + count) % count
  }
  const reached = computed(() => items.value[at.value])
  return { q, found, reached, isSearching, isNothing, error, move, retry }
}
