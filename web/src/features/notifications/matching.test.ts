import { expect, it } from 'vitest'
import type { Notification } from '@/notifications/queries'
import { matching } from './matching'

const waiting = (topic: Notification['topic'], is_new: boolean): Notification => ({
  topic,
  is_new,
  count: 3,
  count_is_lower_bound: false,
  list: 'tasks',
  query: '',
})
const items = [waiting('duties_overdue', true), waiting('duties_due', false), waiting('leads_raised', true)]
const topics = (filter: { which?: string; topic?: string }): string[] =>
  matching(items, { which: filter.which, topic: filter.topic }).map(({ topic }) => topic)

it('leaves what the address asks for, in the order in which it is told', () => {
  expect(topics({})).toEqual(['duties_overdue', 'duties_due', 'leads_raised'])
  expect(topics({ which: 'new' })).toEqual(['duties_overdue', 'leads_raised'])
  expect(topics({ topic: 'leads_raised,duties_due' })).toEqual(['duties_due', 'leads_raised'])
  expect(topics({ which: 'new', topic: 'duties_due' })).toEqual([])
  expect(topics({ which: 'whatever' })).toHaveLength(3)
})
