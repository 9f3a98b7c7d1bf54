import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { RouteLocationRaw } from 'vue-router'
import type { Task } from '@/duties/queries'
import { useDuties } from '@/duties/useDuties'
import { useDivisionName } from '@/lookups/queries'
import { useSession } from '@/session/session'
import { pending, useFind } from './queries'
import { usePages, type Page } from './usePages'

export interface Item {
  key: string
  to: RouteLocationRaw
  label: string
  note: string
}

interface Group {
  title: string
  total: number
  /** The list that shows all of them, where there is one. */
  all: RouteLocationRaw | null
  items: Item[]
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
  const session = useSession()
  const nameOf = useDivisionName()
  const taskItem = useTaskItem()
  const { personnel, premises, tasks } = useFind(q, {
    personnel: session.can('personnel:read'),
    premises: session.can('premises:read'),
    tasks: session.can('tasks:read'),
  })
  const asked = [personnel, premises, tasks]

  const groups = computed<Group[]>(() => {
    const list = { path: '/tasks', query: { q: q(), state: pending } }
    return [
      {
        title: t('nav.personnel'),
        total: personnel.data.value?.total ?? 0,
        all: { path: '/personnel', query: { q: q() } },
        items: (personnel.data.value?.items ?? []).map(({ id, file_no, name, division_code }) => {
          const to = `/personnel/${id}`
          return { key: to, to, label: `${file_no}　${name}`, note: nameOf(division_code) }
        }),
      },
      {
        title: t('nav.premises'),
        total: premises.data.value?.total ?? 0,
        all: { path: '/premises', query: { q: q() } },
        items: (premises.data.value?.items ?? []).map(({ id, name, division_code }) => {
          const to = `/premises/${id}`
          return { key: to, to, label: name, note: nameOf(division_code) }
        }),
      },
      {
        title: t('nav.tasks'),
        total: tasks.data.value?.total ?? 0,
        all: list,
        items: (tasks.data.value?.items ?? []).map((task) => taskItem(task, list)),
      },
    ]
  })
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
    total: 0,
    all: null,
    items: found.map(({ to, label }) => ({ key: to, to, label, note: '' })),
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
