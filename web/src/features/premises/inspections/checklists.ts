import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { askChecklists, type Checklist } from './queries'

/** The checklists concern nobody, so the last ones seen are kept for when there is no network. */
const place = 'jindu.checklists'

const isChecklist = (value: unknown): value is Checklist =>
  typeof value === 'object' && value !== null && 'kind' in value && 'items' in value && Array.isArray(value.items)

function remembered(): Checklist[] | undefined {
  try {
    const lists: unknown = JSON.parse(window.localStorage.getItem(place) ?? 'null')
    return Array.isArray(lists) && lists.every(isChecklist) ? lists : undefined
  } catch {
    return undefined
  }
}

function remember(lists: Checklist[]): Checklist[] {
  try {
    window.localStorage.setItem(place, JSON.stringify(lists))
  } catch {
    // A full disk costs the copy only; the lists of this page are in hand.
  }
  return lists
}

export function useChecklists() {
  return useQuery({
    queryKey: ['checklists'],
    staleTime: 60 * 60_000,
    gcTime: Infinity,
    initialData: remembered,
    initialDataUpdatedAt: 0,
    queryFn: async () => remember((await askChecklists()).items),
  })
}

/** What to look at in a place of this kind; nothing while it is not known. */
export function useChecklistOf(kind: MaybeRefOrGetter<string>) {
  const { data } = useChecklists()
  return computed(() => data.value?.find((list) => list.kind === toValue(kind))?.items ?? [])
}
