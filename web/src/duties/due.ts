import { daysBetween } from '@/composables/days'
import { codes } from '@/i18n/zh/codes'
import type { Task } from './queries'

/** Whether someone can still be told to do it: what was missed can be made up for, though it stays late. */
export const isPending = ({ state }: Pick<Task, 'state'>): boolean => state === 'open' || state === 'missed'

/** Duties that come in windows, one after the other: what was missed in one is not made up for in the next. */
export const windowKinds = ['test', 'visit', 'contact'] as const satisfies readonly Task['kind'][]
const windows = new Set<Task['kind']>(windowKinds)
export const isWindow = ({ kind }: Pick<Task, 'kind'>): boolean => windows.has(kind)

/** Kinds of duties that are still worth doing after their last day. */
export const makeUpKinds = Object.keys(codes.task_kind).filter(
  (kind) => ![...windows].some((window) => window === kind),
)

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
