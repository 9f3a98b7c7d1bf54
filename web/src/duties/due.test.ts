import { describe, expect, it } from 'vitest'
import { dueOf, isByWord } from './due'

const today = '2026-11-26'

describe('a last day', () => {
  it('is so many days away, today, or so many days past', () => {
    expect(dueOf({ state: 'open', kind: 'test', due_on: '2026-11-29' }, today)).toEqual({ kind: 'left', days: 3 })
    expect(dueOf({ state: 'open', kind: 'test', due_on: today }, today)).toEqual({ kind: 'today' })
    expect(dueOf({ state: 'missed', kind: 'handover', due_on: '2026-11-21' }, today)).toEqual({ kind: 'over', days: 5 })
  })

  it('of what is settled is not counted to', () => {
    for (const state of ['done', 'late', 'excused', 'void'] as const) {
      expect(dueOf({ state, kind: 'agreement', due_on: '2026-11-29' }, today)).toBeNull()
    }
  })

  it('of a missed window cannot be made up for', () => {
    for (const kind of ['test', 'visit', 'contact'] as const) {
      expect(dueOf({ state: 'missed', kind, due_on: '2026-11-21' }, today)).toBeNull()
    }
  })
})

it('is an official’s word that does what no record does', () => {
  const kinds = ['expiry_check', 'manual', 'test', 'clean_three_years'] as const
  expect(kinds.filter((kind) => isByWord({ kind }))).toEqual(['expiry_check', 'manual'])
})
