import { expect, it } from 'vitest'
import { placeOf } from './lines'

const text = 'pack = "local"\nversion = 2\n\nfine = 100'
const at = (line: number): string => text.slice(placeOf(text, line).start, placeOf(text, line).end)

it('finds a line as people count them', () => {
  expect([1, 2, 3, 4].map(at)).toEqual(['pack = "local"', 'version = 2', '', 'fine = 100'])
})

it('takes the nearest line for one that is not there', () => {
  expect([at(0), at(9)]).toEqual(['pack = "local"', 'fine = 100'])
  expect(placeOf('', 1)).toEqual({ start: 0, end: 0 })
})
