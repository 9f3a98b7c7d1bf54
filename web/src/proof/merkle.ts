/** Proofs that one Merkle tree is the beginning of another: RFC 9162 (Certificate Transparency 2.0), 2.1, over SHA-256. */
export type Hash = Uint8Array<ArrayBuffer>

/** A tree, as far as a head tells of it: how many leaves, and their root. */
export interface Tree {
  size: number
  root: Hash
}

const hashBytes = 32

/** Bytes from hexadecimal digits; `null` where they are no SHA-256. */
export function fromHex(digits: string): Hash | null {
  if (!/^[0-9a-f]{64}$/i.test(digits)) return null
  return Uint8Array.from({ length: hashBytes }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16))
}

/** Bytes from Base64; `null` where they are no SHA-256, or are written in another way than the one. */
export function fromBase64(digits: string): Hash | null {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(digits)) return null
  const bytes = Uint8Array.from(atob(digits), (character) => character.charCodeAt(0))
  return btoa(String.fromCharCode(...bytes)) === digits ? bytes : null
}

export const isSame = (one: Hash, other: Hash): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at])

async function node(left: Hash, right: Hash): Promise<Hash> {
  const bytes = new Uint8Array(1 + left.length + right.length)
  bytes[0] = 1
  bytes.set(left, 1)
  bytes.set(right, 1 + left.length)
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

/** Sizes may pass 2³¹, where the bit operators of the language end. */
const half = (size: number): number => Math.floor(size / 2)
const isOdd = (size: number): boolean => size % 2 === 1

function isPowerOfTwo(size: number): boolean {
  let rest = size
  while (rest > 1 && !isOdd(rest)) rest = half(rest)
  return rest === 1
}

/** Where the last leaf of the earlier tree, and of the later one, stand at the level that is looked at. */
interface Place {
  at: number
  last: number
}

const above = ({ at, last }: Place): Place => ({ at: half(at), last: half(last) })

/** The first place above that is not the left end of its row. */
function pastLeftEnd(place: Place): Place {
  let found = place
  while (!isOdd(found.at) && found.at !== 0) found = above(found)
  return found
}

/** The lowest complete subtree that ends the earlier tree. */
function beginning(first: number, second: number): Place {
  let place = { at: first - 1, last: second - 1 }
  while (isOdd(place.at)) place = above(place)
  return place
}

/** Whether `path` proves that the tree `first` is the beginning of the tree `second`: RFC 9162, 2.1.4.2. */
export async function isConsistent(first: Tree, second: Tree, path: readonly Hash[]): Promise<boolean> {
  if (first.size > second.size) return false
  // The empty tree is the beginning of every other, and a tree is its own; neither needs a proof.
  if (first.size === 0) return path.length === 0
  if (first.size === second.size) return path.length === 0 && isSame(first.root, second.root)
  // A complete first tree is a node of the second one and proves itself.
  const [start, ...nodes] = isPowerOfTwo(first.size) ? [first.root, ...path] : path
  if (start === undefined) return false
  let place = beginning(first.size, second.size)
  let [was, is] = [start, start]
  for (const sibling of nodes) {
    if (place.last === 0) return false
    if (isOdd(place.at) || place.at === place.last) {
      ;[was, is] = await Promise.all([node(sibling, was), node(sibling, is)])
      place = pastLeftEnd(place)
    } else is = await node(is, sibling)
    place = above(place)
  }
  return place.last === 0 && isSame(was, first.root) && isSame(is, second.root)
}
