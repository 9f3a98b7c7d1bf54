import { expect, it } from 'vitest'
import { lastOf } from './queries'

type Summary = Parameters<typeof lastOf>[0][number]

const summary = (id: string, division_code: string, updated_at: string): Summary => ({
  id,
  kind: 'annual_summary',
  division_code,
  year: 2025,
  as_of: '2025-12-31',
  state: 'frozen',
  version: 2,
  created_at: '2026-01-05T02:00:00Z',
  updated_at,
})

it('takes the summary of the area itself, and of several the one made final last', () => {
  const county = '990981000000'
  const town = '990981107000'
  const summaries = [
    summary('first', town, '2026-01-10T02:00:00Z'),
    summary('again', town, '2026-01-20T02:00:00.5Z'),
    summary('neighbour', '990981108000', '2026-02-01T02:00:00Z'),
  ]
  expect(lastOf(summaries, town)?.id).toBe('again')
  expect(lastOf(summaries, county)).toBeUndefined()
})
