import { expect, it } from 'vitest'
import { lately, periodAround, readPeriod, writePeriod } from './period'

it('reads a period and writes it back', () => {
  for (const text of ['2025', '2025-H2', '2025-Q3', '2025-09', '2025-12']) {
    const period = readPeriod(text)
    expect(period && writePeriod(period)).toBe(text)
  }
  for (const text of [undefined, '', '25', '2025-13', '2025-Q5', '2025-H3', '2025-9', '2025-09-01', 'x2025']) {
    expect(readPeriod(text)).toBeNull()
  }
})

it('knows in which period a day lies', () => {
  const around = (day: string): string[] =>
    (['month', 'quarter', 'half', 'year'] as const).map((kind) => writePeriod(periodAround(day, kind)))
  expect(around('2025-01-01')).toEqual(['2025-01', '2025-Q1', '2025-H1', '2025'])
  expect(around('2025-06-30')).toEqual(['2025-06', '2025-Q2', '2025-H1', '2025'])
  expect(around('2025-07-01')).toEqual(['2025-07', '2025-Q3', '2025-H2', '2025'])
  expect(around('2025-12-31')).toEqual(['2025-12', '2025-Q4', '2025-H2', '2025'])
})

it('lists the newest first, over the turn of the year', () => {
  const written = (day: string, kind: 'month' | 'quarter' | 'year'): string[] => lately(day, kind).map(writePeriod)
  expect(written('2026-02-10', 'month').slice(0, 3)).toEqual(['2026-02', '2026-01', '2025-12'])
  expect(written('2026-02-10', 'month')).toHaveLength(24)
  expect(written('2026-02-10', 'quarter').slice(0, 3)).toEqual(['2026-Q1', '2025-Q4', '2025-Q3'])
  expect(written('2026-02-10', 'year')).toEqual(['2026', '2025', '2024', '2023', '2022'])
})
