import { expect, it } from 'vitest'
import { tallyOf } from './handOver'

it('counts duties by kind, the most first', () => {
  const tasks = [{ kind: 'agreement' }, { kind: 'test' }, { kind: 'test' }] as const
  expect(tallyOf(tasks)).toEqual([
    ['test', 2],
    ['agreement', 1],
  ])
  expect(tallyOf([])).toEqual([])
})
