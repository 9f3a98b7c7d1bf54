import type { Column } from '@/ui/column'

type Named = Pick<Column<never>, 'key' | 'label' | 'isExtra'>

/** The column people know a row by, and what can be done with it, are always there. */
export const isFixed = (columns: readonly Named[], { key }: Named): boolean =>
  key === columns[0]?.key || key === 'actions' || key === 'acts'

/** The columns as somebody chose them, in their order; what can be done with a row stays at the end. */
export function arranged<C extends Named>(columns: readonly C[], chosen: readonly string[] | null): C[] {
  if (chosen === null) return columns.filter(({ isExtra }) => isExtra !== true)
  const free = columns.filter((column) => !isFixed(columns, column))
  const wanted = chosen.flatMap((key) => free.filter((column) => column.key === key))
  const [first, ...rest] = columns.filter((column) => isFixed(columns, column))
  return first === undefined ? wanted : [first, ...wanted, ...rest]
}

/** Every column that can be chosen, those shown first and in their order. */
export function offered<C extends Named>(
  columns: readonly C[],
  chosen: readonly string[] | null,
): { column: C; isShown: boolean }[] {
  const free = columns.filter((column) => !isFixed(columns, column))
  const shown = arranged(columns, chosen).filter((column) => !isFixed(columns, column))
  const hidden = free.filter((column) => !shown.includes(column))
  return [
    ...shown.map((column) => ({ column, isShown: true })),
    ...hidden.map((column) => ({ column, isShown: false })),
  ]
}

/** The keys with one of them moved by so many places. */
export function moved(keys: readonly string[], key: string, by: number): string[] {
  const from = keys.indexOf(key)
  const to = Math.min(Math.max(from + by, 0), keys.length - 1)
  const rest = keys.filter((one) => one !== key)
  return from < 0 ? [...keys] : [...rest.slice(0, to), key, ...rest.slice(to)]
}
