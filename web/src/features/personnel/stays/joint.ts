import type { CreateStay } from './queries'

export type Joint = NonNullable<CreateStay['joint']>

/** A letter being typed: anything of it may still be missing. */
export type TypedJoint = { [K in keyof Joint]?: Joint[K] | null }
export type TypedStay = Omit<CreateStay, 'joint'> & { joint?: TypedJoint | null }

/** The letter as it is sent, or nothing while it is not whole; the form asks for what is missing by itself. */
export function wholeJoint(typed: TypedJoint | null | undefined): Joint | null {
  const { partner, letter_no, sent_on, answered_on = null } = typed ?? {}
  return partner && letter_no && sent_on ? { partner, letter_no, sent_on, answered_on } : null
}

/** A change as it is sent: the letter goes as a whole, be it only its answer that is new. */
export function wholeChange({ joint, ...rest }: Partial<TypedStay>, draft: TypedStay): Partial<CreateStay> {
  return joint === undefined ? rest : { ...rest, joint: wholeJoint(draft.joint) }
}
