import type { FigureValue } from '@/figures/value'
import type { StatisticsColumn, StatisticsRow, StatisticsTable } from '../queries'

/** A line of the table on the page: the whole, or a part. */
export interface Line {
  key: string
  row: StatisticsRow
  isWhole: boolean
}

/** The cell whose records are looked at. */
export interface Opened {
  column: StatisticsColumn
  line: Line
  value: FigureValue
}

/** The whole first, as everybody looks for it first; then the parts as the server orders them. */
export function linesOf({ total, rows }: StatisticsTable): Line[] {
  const parts = rows.map((row) => ({ key: row.division_code, row, isWhole: false }))
  return [{ key: 'total', row: total, isWhole: true }, ...parts]
}
