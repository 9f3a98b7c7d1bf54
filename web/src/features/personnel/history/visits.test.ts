import { expect, it } from 'vitest'
import { visitsOf } from './visits'

const line = (at: string, name: string, operation: string) => ({
  at: `2026-11-27T02:${at}Z`,
  name,
  operation,
  division_code: '990981107000',
})

it('tells what somebody looked at in one go as one visit, and loses no kind of look', () => {
  const lines = [
    line('01:40', '周岚', 'tests'),
    line('01:39', '周岚', 'file'),
    line('01:38', '周岚', 'tests'),
    line('01:30', '江敏', 'file'),
    line('01:02', '周岚', 'file'),
    line('00:59', '周岚', 'file'),
  ]
  expect(visitsOf(lines).map(({ name, operations }) => [name, ...operations])).toEqual([
    ['周岚', 'tests', 'file'],
    ['江敏', 'file'],
    ['周岚', 'file'],
    ['周岚', 'file'],
  ])
  expect(visitsOf([])).toEqual([])
})
