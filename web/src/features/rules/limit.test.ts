import { describe, expect, it } from 'vitest'
import { limitOf, raisedBy, sumOf } from './limit'
import type { RulePack, RuleText } from './queries'

const rule = (part: Partial<RuleText>): RuleText => ({
  id: 'handover_report_in',
  kind: 'handover',
  title: '移交',
  applies_to: ['community_treatment'],
  anchor: 'missed:report_in',
  done_by: 'handed_over',
  article: '',
  consequence: '',
  ...part,
})
const pack = (part: Partial<RulePack>): RulePack => ({
  pack: 'local',
  version: 1,
  title: '',
  basis: '',
  valid_from: '2011-06-26',
  is_in_force: true,
  ...part,
})
const adjust = [{ rule: 'handover_report_in', due_days: 1, basis: '本地做法' }]

describe('the days of a rule', () => {
  it('are its own, or what a pack in force has set', () => {
    expect(limitOf(rule({ due_days: 15 }), [])).toEqual({ days: 15, basis: null })
    expect(limitOf(rule({}), [pack({ adjust })])).toEqual({ days: 1, basis: '本地做法' })
    expect(limitOf(rule({}), [pack({ adjust, is_in_force: false })])).toEqual({ days: 0, basis: null })
  })
})

it('names the rule whose lapse raises another', () => {
  const first = rule({ id: 'report_in', anchor: 'received' })
  expect(raisedBy(rule({}), [pack({ rule: [first] })])).toEqual(first)
  expect(raisedBy(first, [pack({ rule: [first] })])).toBeUndefined()
})

it('adds up the steps', () => {
  const steps = [
    { windows: 12, months: 1 },
    { windows: 6, months: 2 },
    { windows: 4, months: 3 },
  ]
  expect(sumOf(steps)).toEqual({ windows: 22, months: 36 })
})
