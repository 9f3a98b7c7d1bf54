import { plain } from './words'

const shapes = [
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
  /^(?<year>\d{4})[-/.年](?<month>\d{1,2})[-/.月](?<day>\d{1,2})日?$/,
  /^(?<month>\d{1,2})[-/.月](?<day>\d{1,2})日?$/,
  /^(?<day>\d{1,2})日?$/,
]

/** The day someone means by `5`, `11-05`, `11月5日` or a whole date, read in the month of the sheet; null for no day. */
export function dayOf(text: string, sheetMonth: string): string | null {
  const [sheetYear = '', ofSheet = ''] = sheetMonth.split('-')
  const parts = shapes.map((shape) => shape.exec(plain(text))?.groups).find((groups) => groups !== undefined)
  if (parts === undefined) return null
  const { year = sheetYear, month = ofSheet, day = '' } = parts
  const iso = [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-')
  const at = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : null
}

/** The first and the last day of a month such as `2026-11`. */
export function boundsOf(month: string): { first: string; last: string } {
  const [year = 0, ordinal = 0] = month.split('-').map(Number)
  return { first: `${month}-01`, last: new Date(Date.UTC(year, ordinal, 0)).toISOString().slice(0, 10) }
}

/** Whether a text of an address is a month. */
export const isMonth = (text: string | undefined): text is string => /^\d{4}-(0[1-9]|1[0-2])$/.test(text ?? '')
