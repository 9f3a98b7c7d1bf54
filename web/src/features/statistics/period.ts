import type { PeriodKind } from './queries'

/** A period of the calendar, as the API writes it: `2025`, `2025-H1`, `2025-Q3`, `2025-09`. */
export interface Period {
  year: number
  kind: PeriodKind
  /** Which of its kind in the year, the first being 0. */
  index: number
}

const inYear: Record<PeriodKind, number> = { month: 12, quarter: 4, half: 2, year: 1 }
const shape = /^(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?$/

/** The text as a period; nothing where it is none, as an address typed by hand may hold anything. */
export function readPeriod(text: string | undefined): Period | null {
  const match = shape.exec(text ?? '')
  if (match === null) return null
  const [, year, half, quarter, month] = match
  const of = (kind: PeriodKind, number: string): Period => ({ year: Number(year), kind, index: Number(number) - 1 })
  if (half !== undefined) return of('half', half)
  if (quarter !== undefined) return of('quarter', quarter)
  return month === undefined ? of('year', '1') : of('month', month)
}

export function writePeriod({ year, kind, index }: Period): string {
  if (kind === 'year') return String(year)
  const number = String(index + 1)
  if (kind === 'month') return `${year}-${number.padStart(2, '0')}`
  return `${year}-${kind === 'half' ? 'H' : 'Q'}${number}`
}

/** The period of a kind in which a day lies. */
export function periodAround(day: string, kind: PeriodKind): Period {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return { year, kind, index: Math.floor(((month - 1) * inYear[kind]) / 12) }
}

function before({ year, kind, index }: Period): Period {
  return index > 0 ? { year, kind, index: index - 1 } : { year: year - 1, kind, index: inYear[kind] - 1 }
}

/** The period in which a day lies and those before it, the newest first: five years, and of months two. */
export function lately(day: string, kind: PeriodKind): Period[] {
  const periods = [periodAround(day, kind)]
  const count = kind === 'month' ? 24 : inYear[kind] * 5
  for (let last = periods[0]; last !== undefined && periods.length < count; last = periods[periods.length - 1]) {
    periods.push(before(last))
  }
  return periods
}
