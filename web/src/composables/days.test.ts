import { expect, it } from 'vitest'
import { daysBetween, isWithin, plusDays } from './days'

it('counts calendar days over the ends of months and years', () => {
  expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
  expect(daysBetween('2026-01-01', '2025-12-31')).toBe(-1)
  expect(daysBetween('2026-11-26', '2026-11-26')).toBe(0)
})

it('finds the day so many days away', () => {
  expect(plusDays('2026-11-26', 7)).toBe('2026-12-03')
  expect(plusDays('2026-03-01', -1)).toBe('2026-02-28')
})

it('counts the first and the last day of a time, and goes on where there is no last', () => {
  const time = { since: '2026-01-05', until: '2026-02-01' }
  const days = ['2026-01-04', '2026-01-05', '2026-02-01', '2026-02-02']
  expect(days.map((day) => isWithin(time, day))).toEqual([false, true, true, false])
  expect(isWithin({ ...time, until: null }, '2036-01-01')).toBe(true)
})
