import type { Webhook } from './queries'

/** The kinds of records a webhook can be told of, as the server names them in `kind.what_happened`. */
export const subjects = [
  'personnel',
  'treatments',
  'tests',
  'visits',
  'leaves',
  'stays',
  'handovers',
  'notices',
  'assessments',
  'special_groups',
  'team_members',
  'transfers',
  'tasks',
  'premises',
  'inspections',
  'rectifications',
  'leads',
  'campaigns',
  'events',
  'imports',
  'divisions',
  'division_profiles',
  'grids',
  'staff',
  'group_posts',
  'documents',
] as const

/** Deliveries in a row that found no receiver, from which the host is left alone. */
const LEFT_ALONE = 5

/** Whether the receiver is asked once a minute only, as it has not answered for a while. */
export const isUnreachable = ({ state, failures_in_row }: Pick<Webhook, 'state' | 'failures_in_row'>): boolean =>
  state === 'active' && failures_in_row >= LEFT_ALONE

/** What can be done with a webhook as it stands. */
export function actsOn(state: Webhook['state']): ('verify' | 'pause' | 'resume')[] {
  if (state === 'unverified') return ['verify']
  return state === 'active' ? ['pause'] : ['resume']
}
