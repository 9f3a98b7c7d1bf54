import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'

export interface ListQuery<F extends string> {
  /** What the server is asked for; filters that are not set are absent. */
  query: ComputedRef<{ page: number; per_page: number; sort?: string } & Partial<Record<F, string>>>
  page: ComputedRef<number>
  perPage: ComputedRef<number>
  sort: ComputedRef<string | undefined>
  isFiltered: ComputedRef<boolean>
  /** The area the list is narrowed to; null for a list that has no area. */
  area: { chosen: ComputedRef<string | undefined>; choose: (code: string | undefined) => void } | null
  filter: (name: F) => string | undefined
  set: (name: F, value: string | undefined) => void
  turnTo: (page: number) => void
  /** So many rows on a page, from the first page on. */
  show: (perPage: number) => void
  sortBy: (sort: string) => void
  clear: () => void
}

const perPageDefault = 50

function single(query: LocationQuery, name: string): string | undefined {
  const value = query[name]
  const first = Array.isArray(value) ? value[0] : value
  return first === null || first === '' ? undefined : first
}

function whole(text: string | undefined, otherwise: number): number {
  const number = Number(text)
  return Number.isInteger(number) && number > 0 ? number : otherwise
}

/** Page, order and filters of a list, kept in the address so that they survive a reload and can be sent to a colleague. */
export function useListQuery<F extends string>(filters: readonly F[], order?: string): ListQuery<F> {
  const route = useRoute()
  const router = useRouter()
  const page = computed(() => whole(single(route.query, 'page'), 1))
  const perPage = computed(() => Math.min(whole(single(route.query, 'per_page'), perPageDefault), 200))
  const sort = computed(() => single(route.query, 'sort') ?? order)
  const filter = (name: F): string | undefined => single(route.query, name)

  const query = computed(() => {
    const set: Partial<Record<F, string>> = {}
    for (const name of filters) {
      const value = filter(name)
      if (value !== undefined) set[name] = value
    }
    return {
      page: page.value,
      per_page: perPage.value,
      ...(sort.value === undefined ? {} : { sort: sort.value }),
      ...set,
    }
  })

  function change(changes: Record<string, string | undefined>, isQuiet = false): void {
    const next: LocationQuery = { ...route.query }
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined || value === '') Reflect.deleteProperty(next, name)
      else next[name] = value
    }
    void (isQuiet ? router.replace({ query: next }) : router.push({ query: next }))
  }

  const set = (name: F, value: string | undefined): void => {
    change({ [name]: value, page: undefined }, name === 'q')
  }
  const areaFilter = filters.find((name) => name === 'division')
  const area =
    areaFilter === undefined
      ? null
      : {
          chosen: computed(() => filter(areaFilter)),
          choose: (code: string | undefined) => {
            set(areaFilter, code)
          },
        }

  return {
    query,
    page,
    perPage,
    sort,
    filter,
    isFiltered: computed(() => filters.some((name) => filter(name) !== undefined)),
    area,
    set,
    turnTo: (to) => {
      change({ page: to === 1 ? undefined : String(to) })
    },
    show: (count) => {
      change({ per_page: count === perPageDefault ? undefined : String(count), page: undefined })
    },
    sortBy: (by) => {
      change({ sort: by === order ? undefined : by, page: undefined })
    },
    clear: () => {
      change(Object.fromEntries([...filters, 'page', 'view'].map((name) => [name, undefined])))
    },
  }
}
