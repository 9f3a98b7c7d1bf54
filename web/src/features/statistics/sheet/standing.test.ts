import { expect, it } from 'vitest'
import { keptOf, openItems, standingOf } from './standing'

const item = (state: 'assessed' | 'unknown' | 'withheld' | 'by_hand', points = '8', lost: string | null = null) => ({
  key: 'k',
  title_zh: '',
  title_en: '',
  points,
  state,
  lost,
  reason_zh: '',
  reason_en: '',
  figure: null,
  value: null,
  side: null,
  record_count: null,
})

it('tells points lost from points nobody can tell', () => {
  expect(standingOf(item('assessed', '8', '0.5'))).toBe('lost')
  expect(standingOf(item('assessed', '8', '0'))).toBe('kept')
  expect(standingOf(item('by_hand'))).toBe('judge')
  expect(standingOf(item('unknown'))).toBe('unknown')
  expect(standingOf(item('withheld'))).toBe('withheld')
})

it('keeps points exactly, and claims none that records do not prove', () => {
  expect(keptOf(item('assessed', '8', '0.7'))).toBe('7.3')
  expect(keptOf(item('assessed', '0.3', '0.1'))).toBe('0.2')
  expect(keptOf(item('assessed', '8', '8'))).toBe('0')
  expect(keptOf(item('unknown'))).toBeNull()
  expect(keptOf(item('by_hand'))).toBeNull()
})

it('counts what a person judges and what is still to be recorded', () => {
  const sections = [
    { title_zh: '', title_en: '', items: [item('by_hand'), item('unknown'), item('assessed', '3', '0')] },
    { title_zh: '', title_en: '', items: [item('by_hand'), item('withheld')] },
  ]
  expect(openItems({ sections })).toEqual({ judge: 2, record: 1 })
})
