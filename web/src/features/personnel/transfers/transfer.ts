import type { Transfer, TransferQuery } from './queries'

/** The three lists of the page, as they stand in the address. */
export const views = ['incoming', 'outgoing', 'settled'] as const
export type View = (typeof views)[number]

export const asked: Record<View, TransferQuery> = {
  incoming: { side: 'incoming', state: 'requested' },
  outgoing: { side: 'outgoing', state: 'requested' },
  settled: { state: 'accepted,declined,cancelled' },
}

/** What can be done with a transfer. */
export type Step = 'accept' | 'decline' | 'edit' | 'answer' | 'cancel' | 'arrive'

type Standing = Pick<
  Transfer,
  'state' | 'side' | 'to_division' | 'sent_on' | 'reported_in_on' | 'agreement_signed_on' | 'changed_on'
>

/** Whether the person has come to us and is still to report in here, or to sign. */
export const isAwaited = ({ state, side, to_division, reported_in_on, agreement_signed_on }: Standing): boolean =>
  state === 'accepted' && side === 'incoming' && to_division !== null && !(reported_in_on && agreement_signed_on)

/** The steps open to the caller, the one that moves it on first. Who answers for both towns may act for either. */
export function stepsOf(transfer: Standing, view: View): Step[] {
  if (transfer.state !== 'requested') return isAwaited(transfer) ? ['arrive'] : []
  if (view === 'incoming') return ['accept', 'decline']
  const isByLetter = transfer.to_division === null
  return isByLetter && transfer.sent_on !== null ? ['answer', 'edit', 'cancel'] : ['edit', 'cancel']
}

/** Whether the person's file is the caller's to open: it goes with an acceptance, and stays where it was otherwise. */
export const hasFile = ({ state, side, to_division }: Standing): boolean =>
  side === 'outgoing' ? state !== 'accepted' || to_division === null : state === 'accepted'
