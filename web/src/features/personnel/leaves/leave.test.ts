import { expect, it } from 'vitest'
import { changeOf, daysOverdue, isAway, tells, toldOf } from './leave'
import type { CreateLeave } from './queries'

const leave: CreateLeave = {
  state: 'approved',
  left_on: '2026-11-02',
  due_back_on: '2026-11-06',
  applied_on: '2026-11-01',
  decided_on: '2026-11-01',
  document_no: '请假审批表1号',
  destination: '外地',
  back_on: null,
  notes: '探亲',
}
const standing = { state: 'approved', left_on: '2026-11-02', due_back_on: '2026-11-06', back_on: null } as const

it('asks for what the state calls for', () => {
  expect(tells(undefined, 'due_back_on')).toBe(false)
  expect(tells('applied', 'destination')).toBe(true)
  expect(tells('applied', 'decided_on')).toBe(false)
  expect(tells('refused', 'document_no')).toBe(true)
  expect(tells('refused', 'back_on')).toBe(false)
  expect(tells('unauthorised', 'due_back_on')).toBe(false)
  expect(tells('unauthorised', 'back_on')).toBe(true)
})

it('sends nothing that was typed for another state', () => {
  expect(toldOf({ ...leave, state: 'unauthorised' })).toEqual({
    state: 'unauthorised',
    left_on: '2026-11-02',
    back_on: null,
    notes: '探亲',
  })
  expect(toldOf(leave)).toEqual({ ...leave, contact: null })
})

it('clears what a new state rules out and leaves the rest on file', () => {
  expect(JSON.parse(JSON.stringify(changeOf('unauthorised', { state: 'unauthorised', destination: '别处' })))).toEqual({
    state: 'unauthorised',
    due_back_on: null,
  })
  expect(changeOf('refused', { state: 'refused', decided_on: '2026-11-02' })).toMatchObject({
    decided_on: '2026-11-02',
    back_on: null,
  })
  expect(changeOf('approved', { back_on: '2026-11-05' })).toEqual({ back_on: '2026-11-05' })
})

it('knows who is away, and for how long too long', () => {
  expect(isAway(standing, '2026-11-01')).toBe(false)
  expect(isAway(standing, '2026-11-02')).toBe(true)
  expect(isAway({ ...standing, state: 'refused' }, '2026-11-02')).toBe(false)
  expect(isAway({ ...standing, back_on: '2026-11-05' }, '2026-11-06')).toBe(false)
  expect(daysOverdue(standing, '2026-11-06')).toBe(0)
  expect(daysOverdue(standing, '2026-11-09')).toBe(3)
  expect(daysOverdue({ ...standing, back_on: '2026-11-09' }, '2026-11-20')).toBe(0)
  expect(daysOverdue({ ...standing, state: 'unauthorised', due_back_on: null }, '2026-11-20')).toBe(0)
})
