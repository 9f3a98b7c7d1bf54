import { expect, it } from 'vitest'
import { percent } from './share'

it('never says 100% while a place is missing, and nothing where nothing is counted', () => {
  expect([1000, 999, 990, 5, 0].map(percent)).toEqual(['100%', '99.9%', '99%', '0.5%', '0%'])
  expect([null, undefined].map(percent)).toEqual(['', ''])
})
