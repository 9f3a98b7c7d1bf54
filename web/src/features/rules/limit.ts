import type { RulePack, RuleText } from './queries'

interface Limit {
  days: number
  /** The local document that set the number, where the rule's own pack did not. */
  basis: string | null
}

/** The days of a deadline: the rule's own, or the number a pack in force has set for it. */
export function limitOf(rule: RuleText, packs: readonly RulePack[]): Limit {
  const set = packs
    .filter(({ is_in_force }) => is_in_force)
    .flatMap(({ adjust = [] }) => adjust)
    .find((adjustment) => adjustment.rule === rule.id)
  if (set !== undefined) return { days: set.due_days, basis: set.basis }
  return { days: rule.due_days ?? 0, basis: null }
}

/** The rule another one's lapse raises, as in `missed:report_in`. */
export function raisedBy({ anchor }: RuleText, packs: readonly RulePack[]): RuleText | undefined {
  const id = /^missed:(.+)$/.exec(anchor)?.[1]
  return packs.flatMap(({ rule = [] }) => rule).find((other) => other.id === id)
}

/** How many windows the steps make, and how many months they take. */
export function sumOf(steps: NonNullable<RuleText['steps']>): { windows: number; months: number } {
  return {
    windows: steps.reduce((sum, { windows }) => sum + windows, 0),
    months: steps.reduce((sum, { windows, months }) => sum + windows * months, 0),
  }
}
