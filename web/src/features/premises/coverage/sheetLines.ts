import type { ApiError } from '@/api/problem'
import type { RecordedSheet, RecordSheet, Sheet } from './queries'

export type Row = RecordSheet['rows'][number]
type Outcome = Row['outcome']
export type Refusal = NonNullable<RecordedSheet['items'][number]['error']>

/** What stands on the paper in one line. */
export interface Typed {
  outcome: Outcome | null
  notes: string
}
export type TypedSheet = Readonly<Record<number, Typed>>

export const blank: Typed = { outcome: null, notes: '' }

export const isTouched = ({ outcome, notes }: Typed): boolean => outcome !== null || notes.trim() !== ''

/** The server takes so many lines at once. */
export const mostAtOnce = 200

/** The outcome a digit stands for, as the sheet explains them: in the order of the code list, from 1. */
export const outcomeOfKey = (outcomes: readonly Outcome[], key: string): Outcome | null =>
  /^[1-9]$/.test(key) ? (outcomes[Number(key) - 1] ?? null) : null

export const typedOf = (sheet: TypedSheet, row: number): Typed => sheet[row] ?? blank

/** The lines with an outcome that are not on file yet, in the order of the paper. */
export function rowsOf(
  { rows }: Pick<Sheet, 'rows'>,
  typed: TypedSheet,
  isRecorded: (row: number) => boolean,
  isSigned: boolean,
): Row[] {
  return rows.flatMap(({ row_no }) => {
    const { outcome, notes } = typedOf(typed, row_no)
    if (outcome === null || isRecorded(row_no)) return []
    const defect_notes = notes.trim() === '' ? null : notes.trim()
    return [{ row_no, outcome, is_signed: isSigned, defect_notes }]
  })
}

/** What became of each line: `null` where it is on file. */
export const outcomesOf = ({ items }: RecordedSheet): Map<number, Refusal | null> =>
  new Map(items.map(({ row_no, inspection_id, error }) => [row_no, inspection_id ? null : (error ?? null)]))

/** When none could be recorded the whole is a refusal, with the words for each line by its place. */
export function refusalsOf({ rows }: RecordSheet, { problem }: ApiError): Map<number, Refusal> {
  const found = new Map<number, Refusal>()
  for (const { pointer, code, detail } of problem?.errors ?? []) {
    const line = rows[Number(/^[#/]*rows\/(\d+)(\/|$)/.exec(pointer)?.[1])]
    if (line !== undefined && !found.has(line.row_no)) found.set(line.row_no, { code, zh: detail, en: detail })
  }
  return found
}
