import { computed, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue'

interface Limits {
  /** So many at once, as the server takes no more. */
  most?: number
  /** What the rows are found by: when it is another search, what was ticked in the one before is let go. */
  within?: () => unknown
  /** Whether the rows in sight are still those of the search before: what is ticked among them is let go with them. */
  isStale?: () => boolean
}

/**
 * Rows ticked on any page of one search. What stands on the page in sight and may no longer be chosen is not chosen any
 * more; of rows on other pages the server says so, each by itself.
 */
export function useSelection<Row extends { id: string }>(
  rows: MaybeRefOrGetter<readonly Row[]>,
  mayChoose: (row: Row) => boolean,
  { most = 200, within, isStale = () => false }: Limits = {},
) {
  const ticked = shallowRef<ReadonlyMap<string, Row>>(new Map())
  const onPage = computed(() => new Map(toValue(rows).map((row) => [row.id, row])))
  const choosable = computed(() => toValue(rows).filter(mayChoose))
  const chosen = computed(() =>
    [...ticked.value].flatMap(([id, known]) => {
      const row = onPage.value.get(id)
      if (row === undefined) return [known]
      return mayChoose(row) ? [row] : []
    }),
  )
  const here = computed(() => chosen.value.filter(({ id }) => onPage.value.has(id)))
  const isAll = computed(() => choosable.value.length > 0 && here.value.length === choosable.value.length)

  /** Another search was begun, and nothing has been ticked among its own rows yet. */
  let isNewSearch = false

  /** Ticks these too, as many as may be chosen at once. */
  function add(more: readonly Row[]): void {
    if (!isStale()) isNewSearch = false
    const all = new Map(chosen.value.map((row) => [row.id, row]))
    for (const row of more) if (all.size < most && mayChoose(row)) all.set(row.id, row)
    ticked.value = all
  }
  function drop(ids: readonly string[]): void {
    ticked.value = new Map([...ticked.value].filter(([id]) => !ids.includes(id)))
  }
  function toggle(row: Row): void {
    if (ticked.value.has(row.id)) drop([row.id])
    else add([row])
  }
  function toggleAll(): void {
    if (isAll.value) drop(here.value.map(({ id }) => id))
    else add(choosable.value)
  }
  function clear(): void {
    ticked.value = new Map()
  }
  if (within !== undefined) {
    watch(
      () => JSON.stringify(within()),
      () => {
        isNewSearch = true
        clear()
      },
    )
    watch(isStale, (is) => {
      if (!is && isNewSearch) clear()
    })
  }

  return {
    choosable,
    chosen,
    /** How many of the chosen stand on other pages. */
    elsewhere: computed(() => chosen.value.length - here.value.length),
    isAll,
    isTicked: ({ id }: Row) => ticked.value.has(id),
    add,
    toggle,
    toggleAll,
    clear,
  }
}
