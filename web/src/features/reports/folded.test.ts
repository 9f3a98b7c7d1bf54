import { expect, it } from 'vitest'
import { folded } from './folded'

const names = (count: number): string[] => Array.from({ length: count }, (_, at) => String(at))

it('folds what a line cannot bear, and loses none', () => {
  expect(folded([])).toEqual({ shown: [], rest: [] })
  expect(folded(names(5))).toEqual({ shown: names(5), rest: [] })
  expect(folded(names(6))).toEqual({ shown: ['0', '1', '2', '3'], rest: ['4', '5'] })
})
