import { expect, it } from 'vitest'
import { fromBase64, fromHex, isConsistent, type Hash, type Tree } from './merkle'

/** The inputs and roots that the reference implementation of Certificate Transparency publishes for this tree. */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const sixOfEight = [
  '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
  'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
]

function bytesOf(digits: string): Hash {
  const found = fromHex(digits)
  if (found === null) throw new TypeError(digits)
  return found
}
const tree = (size: number): Tree => ({ size, root: bytesOf(roots[size - 1] ?? '') })
const hexOf = (hash: Hash): string => [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')

async function sha256(...parts: (readonly number[] | Hash)[]): Promise<Hash> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(parts.flatMap((part) => [...part]))))
}

const leavesOf = (count: number): Promise<Hash[]> =>
  Promise.all(inputs.slice(0, count).map((input) => sha256([0], Buffer.from(input, 'hex').toJSON().data)))

function split(size: number): number {
  let found = 1
  while (found * 2 < size) found *= 2
  return found
}

/** The server's side, by the words of RFC 9162, 2.1.1 and 2.1.4.1. */
async function rootOf(leaves: Hash[]): Promise<Hash> {
  const [only] = leaves
  if (only === undefined) return sha256()
  if (leaves.length === 1) return only
  const at = split(leaves.length)
  return sha256([1], await rootOf(leaves.slice(0, at)), await rootOf(leaves.slice(at)))
}

async function proofOf(leaves: Hash[], size: number, isWhole = true): Promise<Hash[]> {
  if (size === leaves.length) return isWhole ? [] : [await rootOf(leaves)]
  const at = split(leaves.length)
  const [left, right] = [leaves.slice(0, at), leaves.slice(at)]
  return size <= at
    ? [...(await proofOf(left, size, isWhole)), await rootOf(right)]
    : [...(await proofOf(right, size - at, false)), await rootOf(left)]
}

it('takes the published proof, and no other for it', async () => {
  const path = sixOfEight.map(bytesOf)
  expect(await isConsistent(tree(6), tree(8), path)).toBe(true)
  expect(await isConsistent({ ...tree(6), root: tree(7).root }, tree(8), path)).toBe(false)
  expect(await isConsistent(tree(6), { ...tree(8), root: tree(7).root }, path)).toBe(false)
  expect(await isConsistent(tree(5), tree(8), path)).toBe(false)
  expect(await isConsistent(tree(6), tree(8), path.slice(0, 2))).toBe(false)
  expect(await isConsistent(tree(6), tree(8), [...path, tree(8).root])).toBe(false)
  expect(await isConsistent(tree(6), tree(8), [])).toBe(false)
})

it('takes the proofs between all published roots', async () => {
  const leaves = await leavesOf(8)
  for (let second = 1; second <= 8; second += 1) {
    expect(hexOf(await rootOf(leaves.slice(0, second)))).toBe(roots[second - 1])
    for (let first = 1; first <= second; first += 1) {
      const path = await proofOf(leaves.slice(0, second), first)
      expect(await isConsistent(tree(first), tree(second), path)).toBe(true)
    }
  }
})

it('finds a leaf that was rewritten in the earlier tree, and none in what came after it', async () => {
  const leaves = await leavesOf(8)
  for (let changed = 0; changed < 8; changed += 1) {
    const rewritten = leaves.map((leaf, at) => (at === changed ? tree(8).root : leaf))
    const head = { size: 8, root: await rootOf(rewritten) }
    for (let first = 1; first <= 8; first += 1) {
      expect(await isConsistent(tree(first), head, await proofOf(rewritten, first))).toBe(changed >= first)
    }
  }
})

it('needs no proof that the empty tree came first, and takes no shorter tree for a later one', async () => {
  const empty = { size: 0, root: await sha256() }
  expect(await isConsistent(empty, tree(8), [])).toBe(true)
  expect(await isConsistent(empty, tree(8), [tree(1).root])).toBe(false)
  expect(await isConsistent(tree(8), tree(6), sixOfEight.map(bytesOf))).toBe(false)
})

it('reads a hash only where it is a whole one', () => {
  expect(fromHex('ab')).toBeNull()
  expect(fromBase64('dGhlIHJvb3Q=')).toBeNull()
  const digits = 'dGhlIHJvb3QgaGFzaCBvZiB0aGUgdHJlZSBpbiBiYXM='
  expect(new TextDecoder().decode(fromBase64(digits) ?? undefined)).toBe('the root hash of the tree in bas')
  // Bits of the last digit that mean nothing must be nothing.
  expect(fromBase64(digits.replace('M=', 'N='))).toBeNull()
})
