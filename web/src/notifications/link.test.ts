import { expect, it } from 'vitest'
import { exportFilters } from '@/features/exports/queries'
import { importFilters } from '@/features/imports/queries'
import { inspectionFilters } from '@/features/premises/inspections/queries'
import { leadFilters } from '@/features/premises/leads/queries'
import { premisesFilters } from '@/features/premises/queries'
import { rectificationFilters } from '@/features/premises/rectifications/queries'
import { taskFilters } from '@/features/tasks/queries'
import { webhookFilters } from '@/features/webhooks/queries'
import { router } from '@/router'
import { linkTo } from './link'
import type { TopicCount } from './queries'

/** What the server asks of each list, with the filters that the page of that list reads from its address. */
const asked: [TopicCount['list'], string, readonly string[]][] = [
  ['tasks', 'due_on_to=2025-06-30&kind=report_in,agreement&state=open,missed', taskFilters],
  ['tasks', 'due_on_from=2025-06-24&due_on_to=2025-06-30&kind=test,visit,contact&state=open,missed', taskFilters],
  ['tasks', 'returned=true&state=open,missed', taskFilters],
  ['premises', 'overdue=true', premisesFilters],
  ['inspections', 'awaits=town_office', inspectionFilters],
  ['rectifications', 'state=overdue', rectificationFilters],
  ['leads', 'state=raised', leadFilters],
  ['imports', 'state=planned', importFilters],
  ['exports', 'state=awaiting_approval', exportFilters],
  ['webhooks', 'state=disabled', webhookFilters],
  ['webhooks', '', webhookFilters],
]

it.each(asked)('leads to %s?%s, whose page knows the question', (list, query, filters) => {
  const to = linkTo({ list, query })
  const { name, fullPath } = router.resolve(to)
  expect(name).not.toBe('missing')
  expect(decodeURIComponent(fullPath)).toBe(query === '' ? `/${list}` : `/${list}?${query}`)
  expect(Object.keys(to.query).filter((filter) => !filters.includes(filter))).toEqual([])
})

it('leads to the page of its own that a question has', () => {
  expect(linkTo({ list: 'premises', query: 'proposed=true' })).toEqual({ path: '/premises/proposals', query: {} })
  expect(linkTo({ list: 'transfers', query: 'side=incoming&state=requested' })).toEqual({
    path: '/transfers',
    query: {},
  })
})
