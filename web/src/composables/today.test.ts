import { expect, it } from 'vitest'
import { cutOff, reportYear, today } from './today'

it('counts days as China does', () => {
  expect(today(new Date('2025-12-31T16:30:00Z'))).toBe('2026-01-01')
})

it('works on last year’s summary until April', () => {
  expect(reportYear(new Date('2026-02-01T00:00:00Z'))).toBe(2025)
  expect(reportYear(new Date('2026-11-01T00:00:00Z'))).toBe(2026)
})

it('cuts a running year off today', () => {
  const now = new Date('2026-06-01T00:00:00Z')
  expect(cutOff(2025, now)).toBe('2025-12-31')
  expect(cutOff(2026, now)).toBe('2026-06-01')
})
