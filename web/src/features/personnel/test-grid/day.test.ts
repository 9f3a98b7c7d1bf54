import { expect, it } from 'vitest'
import { boundsOf, dayOf, isMonth } from './day'

it('reads a day in the month of the sheet', () => {
  for (const text of ['5', '05', '5日', ' ５ ', '11-5', '11/05', '11月5日', '2026-11-05', '2026/11/5', '20261105']) {
    expect(dayOf(text, '2026-11')).toBe('2026-11-05')
  }
  expect(dayOf('10.31', '2026-11')).toBe('2026-10-31')
  expect(dayOf('2025年12月1日', '2026-11')).toBe('2025-12-01')
})

it('takes no day that does not exist for one', () => {
  for (const text of ['', '31', '0', '11-31', '2026-13-01', '阴性', '5号左右']) {
    expect(dayOf(text, '2026-11')).toBeNull()
  }
})

it('knows where a month ends', () => {
  expect(boundsOf('2026-11')).toEqual({ first: '2026-11-01', last: '2026-11-30' })
  expect(boundsOf('2024-02').last).toBe('2024-02-29')
  expect(boundsOf('2026-12').last).toBe('2026-12-31')
})

it('knows a month from other words', () => {
  expect(isMonth('2026-11')).toBe(true)
  expect(isMonth('2026-13')).toBe(false)
  expect(isMonth(undefined)).toBe(false)
})
