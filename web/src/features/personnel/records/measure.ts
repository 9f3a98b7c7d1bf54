import type { Treatment } from './queries'

const underWay: readonly Treatment['state'][] = [
  'ordered',
  'reported_in',
  'executing',
  'suspended',
  'overdue_not_reported',
  'violated',
]
const inCommunity: readonly Treatment['kind'][] = ['community_treatment', 'community_rehabilitation']

/** A measure the town is carrying out: it calls for a team, and its place of execution can change (戒毒条例 §17, §22). */
export const isCarriedOut = ({ kind, state }: Pick<Treatment, 'kind' | 'state'>): boolean =>
  inCommunity.includes(kind) && underWay.includes(state)
