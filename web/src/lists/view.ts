import type { LocationQuery } from 'vue-router'

/** What no view keeps: where one is in the list, which view it is, and what was typed, which may be somebody's name. */
const passing = new Set(['page', 'per_page', 'q', 'view'])

/** What an address narrows and orders a list by, as a view keeps it: by name. */
export function searchOf(query: LocationQuery): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' && !passing.has(name) ? [[name, value]] : [],
  )
  return new URLSearchParams(pairs.sort(([one = ''], [other = '']) => (one < other ? -1 : 1))).toString()
}

/** The address of a view: its search, and its id for the columns. */
export const queryOf = ({ id, query }: { id: string; query: string }): Record<string, string> => ({
  ...Object.fromEntries(new URLSearchParams(query)),
  view: id,
})

/** Whether the list is still narrowed as the view says. */
export const isAsKept = (view: { query: string }, query: LocationQuery): boolean => view.query === searchOf(query)
