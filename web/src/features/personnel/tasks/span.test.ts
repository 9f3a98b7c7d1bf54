import { expect, it } from 'vitest'
import { endOf } from './span'

it('says the year again only where it changes', () => {
  expect(endOf('2026-01-31', '2026-02-27')).toBe('02-27')
  expect(endOf('2025-12-31', '2026-01-30')).toBe('2026-01-30')
})
