import { daysBetween } from '@/composables/days'
import type { CreateLeave, Leave } from './queries'

type State = Leave['state']
type Field = Exclude<keyof CreateLeave, 'state' | 'left_on' | 'notes'>

const asked = ['due_back_on', 'applied_on', 'destination', 'contact'] as const
const decided = ['decided_on', 'document_no'] as const

/** What is told of a leave besides its first day, as it stands (戒毒条例 §19). */
const told: Record<State, readonly Field[]> = {
  applied: asked,
  approved: [...asked, ...decided, 'back_on'],
  refused: [...asked, ...decided],
  unauthorised: ['back_on'],
}

export const tells = (state: State | null | undefined, field: Field): boolean =>
  state !== null && state !== undefined && told[state].includes(field)

/** A new leave as it is sent: what was typed for another state is not part of it. */
export function toldOf(leave: CreateLeave): CreateLeave {
  const { state, left_on, notes } = leave
  const sent: CreateLeave = { state, left_on, notes }
  for (const field of told[state]) sent[field] = leave[field] ?? null
  return sent
}

/** A change as it is sent: what its state does not tell stays as it is on file, but for what the state rules out. */
export function changeOf(state: State, change: Partial<CreateLeave>): Partial<CreateLeave> {
  const kept = { ...change }
  for (const field of told.approved) if (!tells(state, field)) kept[field] = undefined
  if (change.state === undefined || state === 'approved') return kept
  return { ...kept, ...(state === 'unauthorised' ? { due_back_on: null } : { back_on: null }) }
}

type Standing = Pick<Leave, 'state' | 'left_on' | 'due_back_on' | 'back_on'>

/** Whether the person is away on this day and has not reported back. */
export const isAway = ({ state, left_on, back_on }: Standing, day: string): boolean =>
  (state === 'approved' || state === 'unauthorised') && back_on === null && left_on <= day

/** How many days the end of an approved leave has passed without a return. */
export const daysOverdue = ({ state, due_back_on, back_on }: Standing, day: string): number =>
  state === 'approved' && back_on === null && due_back_on !== null ? Math.max(0, daysBetween(due_back_on, day)) : 0
