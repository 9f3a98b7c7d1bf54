import type { Reason } from './queries'

/** What is said of the three clean years, and whether they are full: then only the police's confirmation is missing. */
export function cleanYears(reasons: readonly Reason[]): { reason: Reason | undefined; isFull: boolean } {
  const reason = reasons.find(({ code }) => code.startsWith('clean_'))
  return { reason, isFull: reason?.code === 'clean_unconfirmed' }
}
