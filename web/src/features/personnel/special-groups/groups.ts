import type { SpecialGroup } from './queries'

export type Kind = SpecialGroup['kind']

/** Whom compulsory isolation is not for (禁毒法 §39). */
const spared = new Set<Kind>(['pregnant', 'nursing', 'minor'])
export const isSpared = (kind: Kind): boolean => spared.has(kind)

/** These end on the eve of a birthday, which is known from the first. */
const ending = new Set<Kind>(['nursing', 'minor'])
export const hasEnd = (kind: Kind | null | undefined): boolean =>
  kind !== null && kind !== undefined && ending.has(kind)
