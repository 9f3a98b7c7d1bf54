import { ApiError } from '@/api/problem'
import { dayOf } from './day'
import type { RecordTest, RecordedTest } from './queries'
import { isTouched, rowOf, type Sheet, type Typed } from './typed'

/** What keeps a row from being sent. */
export type Gap = 'day_missing' | 'day_wrong' | 'result_missing' | 'result_unread' | 'document_missing'

/** The server takes so many in one request. */
export const mostAtOnce = 200

export function gapsOf(typed: Typed, month: string): Gap[] {
  const { day, result, unread, document_no } = typed
  const gaps: Gap[] = []
  if (day.trim() === '') gaps.push('day_missing')
  else if (dayOf(day, month) === null) gaps.push('day_wrong')
  if (result === '') gaps.push(unread === '' ? 'result_missing' : 'result_unread')
  if (result === 'excused' && document_no.trim() === '') gaps.push('document_missing')
  return gaps
}

/** A row as it is sent, or null while it is not whole. */
function itemOf(person_id: string, typed: Typed, month: string): RecordTest | null {
  const { day, result, method, document_no } = typed
  const tested_on = dayOf(day, month)
  if (tested_on === null || result === '' || gapsOf(typed, month).length > 0) return null
  return {
    person_id,
    test: { tested_on, result, method, document_no: result === 'excused' ? document_no.trim() : null },
  }
}

/** All whole rows that were changed, in the order of the sheet: one request. */
export function requestOf(sheet: Sheet, people: readonly string[], month: string): RecordTest[] {
  const items = people.flatMap((person) => {
    const typed = rowOf(sheet, person)
    const item = isTouched(typed) ? itemOf(person, typed, month) : null
    return item === null ? [] : [item]
  })
  return items.slice(0, mostAtOnce)
}

export interface Words {
  zh: string
  en: string
}

/** What became of a row: it is on file and may not be taken back for these reasons, or why it is not on file. */
export type Outcome = { kind: 'recorded'; test: string; reasons: Words[] } | { kind: 'refused'; reasons: Words[] }

/** What became of each row that was sent, by person; the answers stand in the order of the request. */
export function outcomesOf(sent: readonly RecordTest[], answers: readonly RecordedTest[]): Map<string, Outcome> {
  const outcomes = new Map<string, Outcome>()
  sent.forEach(({ person_id }, index) => {
    const answer = answers[index]
    if (answer === undefined) return
    const reasons = answer.refused.map(({ zh, en }) => ({ zh, en }))
    outcomes.set(
      person_id,
      answer.test_id ? { kind: 'recorded', test: answer.test_id, reasons } : { kind: 'refused', reasons },
    )
  })
  return outcomes
}

/** When none could be recorded the whole is a refusal, with the words for each by its place; null for any other error. */
export function refusalsOf(sent: readonly RecordTest[], error: unknown): Map<string, Outcome> | null {
  if (!(error instanceof ApiError) || error.status !== 422) return null
  const outcomes = new Map<string, Outcome>()
  for (const { pointer, detail } of error.problem?.errors ?? []) {
    const person = sent[Number(/^[#/]*items\/(\d+)(\/|$)/.exec(pointer)?.[1])]?.person_id
    if (person === undefined) continue
    const known = outcomes.get(person)
    const reasons = known?.kind === 'refused' ? known.reasons : []
    outcomes.set(person, { kind: 'refused', reasons: [...reasons, { zh: detail, en: detail }] })
  }
  return outcomes.size > 0 ? outcomes : null
}
