import type { Decision, DecideFinding, FindingKind, Reconciliation, RosterFinding } from './queries'

/** Nobody has decided, or it was put off. */
export const isOpen = ({ decision }: Pick<RosterFinding, 'decision'>): boolean =>
  decision === null || decision === undefined || decision === 'defer'

/** Those where accepting changes no file: the committee's list is to be corrected. */
const forTheCommittee = new Set<FindingKind>(['only_in_town', 'duplicate_in_list'])

/** Decisions that may be given to several findings at once: none that writes into a file without a look at both sides. */
export function decisionsForAll(findings: readonly Pick<RosterFinding, 'kind'>[]): Decision[] {
  return findings.every(({ kind }) => forTheCommittee.has(kind)) ? ['accept', 'reject', 'defer'] : ['defer']
}

/** Whoever is registered by a decision needs a village; the list may tell none. */
export const needsVillage = (
  { kind, division_code }: Pick<RosterFinding, 'kind' | 'division_code'>,
  decision: DecideFinding['decision'] | null | undefined,
): boolean => kind === 'only_in_list' && decision === 'accept' && !division_code

/** How many differences there were, and how many of them are settled. */
export function progressOf({ counts, open }: Pick<Reconciliation, 'counts' | 'open'>): {
  all: number
  settled: number
} {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return { all, settled: all - open }
}

/** The characters of a number, those marked that differ from the other's; a mark says where to look. */
export function markedAt(number: string, differsAt: number | null | undefined): { text: string; isMarked: boolean }[] {
  if (!differsAt || differsAt > number.length) return [{ text: number, isMarked: false }]
  return [
    { text: number.slice(0, differsAt - 1), isMarked: false },
    { text: number.slice(differsAt - 1, differsAt), isMarked: true },
    { text: number.slice(differsAt), isMarked: false },
  ].filter(({ text }) => text !== '')
}
