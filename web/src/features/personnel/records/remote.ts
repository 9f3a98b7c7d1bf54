import type { CreateTest } from './queries'

export type Remote = NonNullable<CreateTest['remote']>

/** A test taken elsewhere while it is being typed: anything may still be missing. */
export type TypedRemote = { [K in keyof Remote]?: Remote[K] | null }

/** As it is sent, or nothing while it is not whole; the form asks for what is missing by itself. */
export function wholeRemote(typed: TypedRemote | null | undefined): Remote | null {
  const { state, organ, proof = null, decided_by = null } = typed ?? {}
  return state && organ ? { state, organ, proof, decided_by } : null
}
