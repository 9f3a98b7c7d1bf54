import { expect, it } from 'vitest'
import { hasFile, stepsOf } from './transfer'

const requested = {
  state: 'requested',
  side: 'outgoing',
  to_division: '990981108000',
  sent_on: null,
  changed_on: null,
  reported_in_on: null,
  agreement_signed_on: null,
} as const
const letter = { ...requested, to_division: null }

it('offers each town its own steps', () => {
  expect(stepsOf({ ...requested, side: 'incoming', sent_on: '2026-03-04' }, 'incoming')).toEqual(['accept', 'decline'])
  expect(stepsOf({ ...requested, sent_on: '2026-03-04' }, 'outgoing')).toEqual(['edit', 'cancel'])
  expect(stepsOf(letter, 'outgoing')).toEqual(['edit', 'cancel'])
  expect(stepsOf({ ...letter, sent_on: '2026-03-04' }, 'outgoing')).toEqual(['answer', 'edit', 'cancel'])
})

it('waits for the report-in and the new agreement of who was taken over', () => {
  const taken = { ...requested, state: 'accepted', side: 'incoming', changed_on: '2026-03-05' } as const
  expect(stepsOf(taken, 'settled')).toEqual(['arrive'])
  expect(stepsOf({ ...taken, reported_in_on: '2026-03-06' }, 'settled')).toEqual(['arrive'])
  expect(stepsOf({ ...taken, reported_in_on: '2026-03-06', agreement_signed_on: '2026-03-07' }, 'settled')).toEqual([])
  expect(stepsOf({ ...taken, side: 'outgoing' }, 'settled')).toEqual([])
  expect(stepsOf({ ...requested, state: 'declined' }, 'settled')).toEqual([])
})

it('opens the file to whom it belongs', () => {
  expect(hasFile(requested)).toBe(true)
  expect(hasFile({ ...requested, side: 'incoming' })).toBe(false)
  expect(hasFile({ ...requested, state: 'accepted' })).toBe(false)
  expect(hasFile({ ...letter, state: 'accepted' })).toBe(true)
  expect(hasFile({ ...requested, side: 'incoming', state: 'accepted' })).toBe(true)
  expect(hasFile({ ...requested, side: 'incoming', state: 'declined' })).toBe(false)
})
