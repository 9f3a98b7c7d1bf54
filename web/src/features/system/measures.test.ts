import { describe, expect, it } from 'vitest'
import { ageOf, sizeOf } from './measures'

describe('an age', () => {
  const now = '2026-03-09T12:00:00Z'
  it.each([
    ['2026-03-09T12:00:00Z', 'minutes', 0],
    ['2026-03-09T11:00:01Z', 'minutes', 59],
    ['2026-03-09T11:00:00Z', 'hours', 1],
    ['2026-03-07T12:00:01Z', 'hours', 47],
    ['2026-03-07T12:00:00Z', 'days', 2],
    ['2026-03-01T11:59:59Z', 'days', 8],
    ['2026-03-09T13:00:00Z', 'minutes', 0],
  ])('of %s is told in %s: %i', (at, unit, n) => {
    expect(ageOf(at, now)).toEqual({ unit, n })
  })
})

describe('a size', () => {
  it.each([
    [0, 0, 'B'],
    [1023, 1023, 'B'],
    [1024, 1, 'KiB'],
    [5 * 1024 * 1024 + 300_000, 5.3, 'MiB'],
    [3 * 1024 ** 3, 3, 'GiB'],
    [5000 * 1024 ** 4, 5000, 'TiB'],
  ])('of %i bytes is %d %s', (bytes, n, unit) => {
    expect(sizeOf(bytes)).toEqual({ n, unit })
  })
})
