import { expect, it } from 'vitest'
import { hasEnd, isSpared, type Kind } from './groups'

const kinds: readonly Kind[] = ['pregnant', 'nursing', 'minor', 'severely_ill', 'disabled', 'elderly', 'sole_carer']

it('spares the pregnant, the nursing and those under sixteen', () => {
  expect(kinds.filter(isSpared)).toEqual(['pregnant', 'nursing', 'minor'])
})

it('knows which of them end with a birthday', () => {
  expect(kinds.filter(hasEnd)).toEqual(['nursing', 'minor'])
  expect([hasEnd(null), hasEnd(undefined)]).toEqual([false, false])
})
