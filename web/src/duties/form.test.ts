import { describe, expect, it } from 'vitest'
import type { Permission } from '@/session/permissions'
import { formOf, type DutyOfForm } from './form'

const everything = (): boolean => true
const only =
  (...held: Permission[]) =>
  (asked: Permission): boolean =>
    held.includes(asked)
const duty = (part: Partial<DutyOfForm>): DutyOfForm => ({
  id: 't1',
  kind: 'test',
  subject: { type: 'person', id: 'p1' },
  state: 'open',
  ...part,
})

describe('the form that does a duty', () => {
  it('is of the right person and the right kind', () => {
    expect(formOf(duty({}), everything)).toEqual({ path: '/personnel/p1', query: { record: 'test', duty: 'test' } })
    expect(formOf(duty({ kind: 'contact' }), everything)).toEqual({
      path: '/personnel/p1',
      query: { record: 'visit', duty: 'contact' },
    })
  })

  it('is the measure itself where that is what reports in', () => {
    const to = formOf(duty({ kind: 'report_in', state: 'missed', episode_id: 'm1' }), everything)
    expect(to).toEqual({ path: '/personnel/p1', query: { record: 'treatment', duty: 'report_in', of: 'm1' } })
    expect(formOf(duty({ kind: 'report_in', episode_id: null }), everything)).toBeNull()
  })

  it('is the look at a place, in its round', () => {
    const place = { kind: 'inspection', subject: { type: 'premises', id: 'q1' } } as const
    expect(formOf(duty({ ...place, campaign_id: 'c1' }), everything)).toEqual({
      path: '/premises/q1/inspect',
      query: { campaign: 'c1' },
    })
    expect(formOf(duty(place), everything)).toEqual({ path: '/premises/q1/inspect', query: {} })
  })

  it('is an official’s word, until it was given', () => {
    expect(formOf(duty({ kind: 'manual' }), everything)).toEqual({
      path: '/tasks',
      query: { state: 'open,missed', confirm: 't1' },
    })
    expect(formOf(duty({ kind: 'manual', confirmed_on: '2026-11-20' }), everything)).toBeNull()
  })

  it('is open to those who may keep the record, and nobody else', () => {
    expect(formOf(duty({}), only('personnel:read', 'tests:write'))).not.toBeNull()
    expect(formOf(duty({}), only('personnel:read', 'visits:write'))).toBeNull()
    expect(formOf(duty({}), only('tests:write'))).toBeNull()
    expect(formOf(duty({ kind: 'expiry_check' }), only('personnel:read'))).toBeNull()
    expect(formOf(duty({ kind: 'inspection' }), only('premises:read'))).toBeNull()
  })

  it('is none where nothing is left to be done, or no one form does it', () => {
    expect(formOf(duty({ state: 'done' }), everything)).toBeNull()
    expect(formOf(duty({ kind: 'agreement', episode_id: 'm1' }), everything)).toBeNull()
    expect(formOf(duty({ kind: 'clean_three_years' }), everything)).toBeNull()
  })
})
