import { computed, ref, toValue, type MaybeRefOrGetter } from 'vue'

/** Rows ticked on the page in sight; what has left the page, or may no longer be chosen, is not chosen any more. */
export function useSelection<Row extends { id: string }>(
  rows: MaybeRefOrGetter<readonly Row[]>,
  mayChoose: (row: Row) => boolean,
) {
  const ticked = ref(new Set<string>())
  const choosable = computed(() => toValue(rows).filter(mayChoose))
  const chosen = computed(() => choosable.value.filter(({ id }) => ticked.value.has(id)))
  const isAll = computed(() => choosable.value.length > 0 && chosen.value.length === choosable.value.length)

  function toggle({ id }: Row): void {
    if (!ticked.value.delete(id)) ticked.value.add(id)
  }
  function toggleAll(): void {
    ticked.value = new Set(isAll.value ? [] : choosable.value.map(({ id }) => id))
  }
  function clear(): void {
    ticked.value = new Set()
  }
  return { choosable, chosen, isAll, isTicked: ({ id }: Row) => ticked.value.has(id), toggle, toggleAll, clear }
}
