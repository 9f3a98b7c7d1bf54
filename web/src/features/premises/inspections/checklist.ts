import type { Checklist, Inspection } from './queries'

export type Line = Inspection['checklist'][number]
export type Answer = 'ok' | 'bad' | 'unseen'
type Item = Checklist['items'][number]

/** Nobody having looked is the third answer; none of them is taken for granted. */
export function answerOf({ ok }: Pick<Line, 'ok'>): Answer {
  if (ok === null || ok === undefined) return 'unseen'
  return ok ? 'ok' : 'bad'
}

export const okOf = (answer: Answer): boolean | null => (answer === 'unseen' ? null : answer === 'ok')

/** The lines of the kind's checklist, with the answers given so far, and after them what else was looked at. */
export function linesOf(items: readonly Item[], given: readonly Line[]): Line[] {
  const listed = items.map(({ item }) => given.find((line) => line.item === item) ?? { item, ok: null })
  return [...listed, ...given.filter((line) => !items.some(({ item }) => item === line.item))]
}

/** What is recorded: a line that was put aside without words is none. */
export const recorded = (items: readonly Item[], given: readonly Line[]): Line[] =>
  linesOf(items, given).filter(({ item }) => item.trim() !== '')

/** Only who went in has looked. */
export const isEntered = (outcome: string | null | undefined): boolean =>
  outcome === 'normal' || outcome === 'defect' || outcome === undefined || outcome === null

export const hasAnswers = (lines: readonly Line[] | null | undefined): boolean =>
  (lines ?? []).some((line) => answerOf(line) !== 'unseen')
