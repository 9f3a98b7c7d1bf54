import type { ApiError } from '@/api/problem'
import { daysBetween } from '@/composables/days'
import { today } from '@/composables/today'
import type { Import } from './queries'

/** Days for which what was there before is kept. */
const KEPT = 30
/** A refusal names so many rows and no more. */
export const MOST_NAMED = 100

/** Whether an import is written, not undone yet, and young enough. */
export function mayRevert({ state, committed_at }: Pick<Import, 'state' | 'committed_at'>, day: string): boolean {
  if (state !== 'committed' || !committed_at) return false
  return daysBetween(today(new Date(committed_at)), day) < KEPT
}

/** A row that must stay as it is, and why. */
export interface Staying {
  row: number
  why: string
}

/** The rows an undoing was refused for: nothing was undone. */
export function stayingOf({ status, problem }: ApiError): Staying[] {
  if (status !== 409) return []
  return (problem?.errors ?? []).flatMap(({ pointer, detail }) => {
    const row = /^[#/]*rows\/(\d+)$/.exec(pointer)?.[1]
    return row === undefined ? [] : { row: Number(row), why: detail }
  })
}
