import type { Handover, Paper } from './queries'

export type Reason = Handover['reason']
export type Kind = Paper['kind']

/** The documents without which no receipt is registered, by reason (戒毒条例 §14, §20); the server holds to the same. */
const needed: Record<Reason, readonly Kind[]> = {
  report_in_overdue: ['warning_letter', 'overdue_proof'],
  evasions: ['warning_letter', 'test_notice', 'violation_proof'],
  absences: ['warning_letter', 'violation_proof'],
  absence_days: ['warning_letter', 'violation_proof'],
  relapse: [],
  other: [],
}

export const neededFor = (reason: Reason | null | undefined): readonly Kind[] =>
  reason === null || reason === undefined ? [] : needed[reason]

export const missingPapers = (reason: Reason | null | undefined, papers: readonly Paper[]): Kind[] =>
  neededFor(reason).filter((kind) => !papers.some((paper) => paper.kind === kind))

/** A line of the checklist: a kind of document, and where among the documents one of it stands. */
export interface Line {
  kind: Kind
  at: number | null
}

/** What the reason calls for comes first, be it there or not, then whatever else is handed over. */
export function checklist(reason: Reason | null | undefined, papers: readonly Paper[]): Line[] {
  const wanted = neededFor(reason)
  const held = papers.map(({ kind }, at): Line => ({ kind, at }))
  const linesOf = (kind: Kind): Line[] => {
    const found = held.filter((line) => line.kind === kind)
    return found.length > 0 ? found : [{ kind, at: null }]
  }
  return [...wanted.flatMap(linesOf), ...held.filter(({ kind }) => !wanted.includes(kind))]
}
