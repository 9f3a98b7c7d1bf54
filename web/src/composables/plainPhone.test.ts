import { expect, it } from 'vitest'
import { plainPhone } from './plainPhone'

it('shows the digits people dial, whichever were keyed', () => {
  expect(plainPhone('１６０４３６２２９５９')).toBe('16043622959')
  expect(plainPhone('（0990）8123456')).toBe('(0990)8123456')
  expect(plainPhone('*********59')).toBe('*********59')
  expect([plainPhone(null), plainPhone(undefined)]).toEqual(['', ''])
})
