import type { CreateTest } from '../records/queries'

export type Result = CreateTest['result']
export type Method = CreateTest['method']

/** A row of the sheet as it is being keyed: a day may still be no day, and a result pasted may be no word we know. */
export interface Typed {
  day: string
  result: Result | ''
  /** A pasted result nobody here can read; it stays in sight until a result is chosen. */
  unread: string
  document_no: string
  method: Method
}

/** What is keyed, by person. Who is not in it has an empty row. */
export type Sheet = Readonly<Record<string, Typed>>

/** The cells of a row in the order one keys them. */
export const cells = ['day', 'result', 'document_no', 'method'] as const
export type Cell = (typeof cells)[number]

export const blank: Typed = { day: '', result: '', unread: '', document_no: '', method: 'urine' }

export const rowOf = (sheet: Sheet, person: string): Typed => sheet[person] ?? blank

/** Whether anything was keyed into a row. */
export const isTouched = ({ day, result, unread, document_no, method }: Typed): boolean =>
  [day.trim(), result, unread, document_no.trim()].some((text) => text !== '') || method !== blank.method

/** A row with some of its cells changed; a document excuses only who is excused. */
export function change(typed: Typed, part: Partial<Typed>): Typed {
  const changed = { ...typed, ...part }
  return part.result ? { ...changed, unread: '' } : changed
}
