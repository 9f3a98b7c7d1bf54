import { daysBetween } from '@/composables/days'
import type { Task } from './queries'

/** Whether someone can still be told to do it: what was missed can be made up for, though it stays late. */
export const isPending = ({ state }: Pick<Task, 'state'>): boolean => state === 'open' || state === 'missed'

/** Duties that come in windows, one after the other: what was missed in one is not made up for in the next. */
export const windowKinds = ['test', 'visit', 'contact'] as const satisfies readonly Task['kind'][]
const windows = new Set<Task['kind']>(windowKinds)
export const isWindow = ({ kind }: Pick<Task, 'kind'>): boolean => windows.has(kind)

/** The others, each of which can be done after its day: a kind the document adds has to be named here too. */
const afterwards: Record<Exclude<Task['kind'], (typeof windowKinds)[number]>, true> = {
  report_in: true,
  agreement: true,
  team: true,
  notice: true,
  handover: true,
  leave_return: true,
  file_transfer: true,
  expiry_check: true,
  release_notice: true,
  clean_three_years: true,
  manual: true,
  inspection: true,
}
export const madeUp: readonly string[] = Object.keys(afterwards)

/** Duties that no record does: an official's word does them. */
const byWord = new Set<Task['kind']>(['expiry_check', 'manual'])
export const isByWord = ({ kind }: Pick<Task, 'kind'>): boolean => byWord.has(kind)

/** How a last day lies to today, for duties where that still calls for work. */
export type Due = { kind: 'left' | 'over'; days: number } | { kind: 'today' } | null

/** A window that has closed with nothing in it is missed for good: days passed since then say nothing. */
export function dueOf({ state, kind, due_on }: Pick<Task, 'state' | 'kind' | 'due_on'>, today: string): Due {
  if (!isPending({ state }) || (state === 'missed' && isWindow({ kind }))) return null
  const days = daysBetween(today, due_on)
  if (days === 0) return { kind: 'today' }
  return days > 0 ? { kind: 'left', days } : { kind: 'over', days: -days }
}

/** Days within which a last day is near. */
export const nearDays = 7
