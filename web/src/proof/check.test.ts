import { expect, it, vi } from 'vitest'
import { check } from './check'
import { fromHex, type Tree } from './merkle'
import { notesIn } from './note'

const sixth = '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'
const eighth = '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'
const path = [
  '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
  'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
]
const name = 'jindu-0123456789abcdef'

function tree(size: number, digits: string): Tree {
  const root = fromHex(digits)
  if (root === null) throw new TypeError(digits)
  return { size, root }
}
const noteOf = (size: number, digits: string, by = name): string => {
  const root = Buffer.from(digits, 'hex').toString('base64')
  return `${by}\n${size}\n${root}\n3 2026-11-26T05:00:00.000000Z\n\n— ${by} c2lnbmF0dXJl\n`
}
const journal = (newest: Tree | null = tree(8, eighth)) => ({
  name,
  newest,
  prove: vi.fn<(from: number, to: number) => Promise<string[]>>().mockResolvedValue(path),
})
async function verdicts(text: string, held = journal()) {
  return Promise.all(notesIn(text).map((note) => check(note, held)))
}

it('finds the notes in whatever was kept', () => {
  const kept = `市禁毒办 2026-11-26 收\n${noteOf(6, sixth)}\n${noteOf(8, eighth).replaceAll('\n', '\r\n')}`
  expect(notesIn(kept)).toEqual([
    { name, ...tree(6, sixth) },
    { name, ...tree(8, eighth) },
  ])
  const broken = [noteOf(6, sixth).replace('\n6\n', '\nsix\n'), noteOf(6, sixth.slice(2)), '— jindu-x']
  expect(broken.flatMap(notesIn)).toEqual([])
})

it('says that the journal goes on from a head only where the proof shows it', async () => {
  const held = journal()
  expect(await verdicts(noteOf(6, sixth), held)).toEqual(['agrees'])
  expect(held.prove).toHaveBeenCalledWith(6, 8)
  expect(await verdicts(noteOf(6, eighth))).toEqual(['differs'])
  expect(await verdicts(noteOf(6, sixth), journal(tree(8, sixth)))).toEqual(['differs'])
  held.prove.mockResolvedValue(['not a hash'])
  expect(await verdicts(noteOf(6, sixth), held)).toEqual(['differs'])
})

it('asks for no proof where none can be', async () => {
  const held = journal(tree(6, sixth))
  expect(await verdicts(noteOf(8, eighth), held)).toEqual(['shorter'])
  expect(await verdicts(noteOf(8, eighth), journal(null))).toEqual(['shorter'])
  expect(await verdicts(noteOf(6, sixth, 'jindu-fedcba9876543210'), held)).toEqual(['other'])
  expect(held.prove).not.toHaveBeenCalled()
})
