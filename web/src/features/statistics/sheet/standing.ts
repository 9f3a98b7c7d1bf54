import type { AssessmentItem, SelfAssessment } from '../queries'

/** What of an item a person has to do, beside reading its points. */
export type Standing = 'lost' | 'kept' | 'judge' | 'unknown' | 'withheld'

export function standingOf({ state, lost }: Pick<AssessmentItem, 'state' | 'lost'>): Standing {
  switch (state) {
    case 'by_hand':
      return 'judge'
    case 'unknown':
      return 'unknown'
    case 'withheld':
      return 'withheld'
    case 'assessed':
      return Number(lost ?? '0') > 0 ? 'lost' : 'kept'
  }
}

/** What is kept of an item; nothing where records do not tell. Points have two decimals at most, so hundredths are exact. */
export function keptOf({ state, points, lost }: Pick<AssessmentItem, 'state' | 'points' | 'lost'>): string | null {
  if (state !== 'assessed') return null
  const hundredths = (text: string): number => Math.round(Number(text) * 100)
  return String((hundredths(points) - hundredths(lost ?? '0')) / 100)
}

/** The items nobody may claim from records, by what is to be done about them. */
export function openItems({ sections }: Pick<SelfAssessment, 'sections'>): { judge: number; record: number } {
  const standings = sections.flatMap(({ items }) => items.map(standingOf))
  return {
    judge: standings.filter((one) => one === 'judge').length,
    record: standings.filter((one) => one === 'unknown').length,
  }
}
