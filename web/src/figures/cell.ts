import { read, type FigureValue, type Reading } from './value'

/** A figure's value as a cell of a table shows it: what is kept back, what nobody recorded and zero are three things. */
export type Cell =
  | Exclude<Reading, { kind: 'rate' }>
  | { kind: 'rate'; numerator: number; denominator: number; percent: string | null }
  | { kind: 'withheld'; zh: string; en: string }

/** Tenths of a percent, rounded down, so that 100% means no gap. A share of nothing is none. */
export function perMille(numerator: number, denominator: number): number | null {
  return denominator > 0 ? Math.floor((numerator * 1000) / denominator) : null
}

/** `80%`, `98.2%`; nothing for a share of nothing. */
export function percentOf(numerator: number, denominator: number): string | null {
  const thousandths = perMille(numerator, denominator)
  if (thousandths === null) return null
  const tenth = thousandths % 10
  return `${Math.floor(thousandths / 10)}${tenth === 0 ? '' : `.${tenth}`}%`
}

export function cellOf(value: FigureValue): Cell {
  if ('withheld' in value) return { kind: 'withheld', zh: value.withheld.reason_zh, en: value.withheld.reason_en }
  const reading = read(value)
  if (reading.kind !== 'rate') return reading
  return { ...reading, percent: percentOf(reading.numerator, reading.denominator) }
}
