import { describe, expect, it } from 'vitest'
import { byEpisode } from './ledger'
import type { Task } from './queries'

let count = 0

function task(part: Partial<Task>): Task {
  count += 1
  return {
    id: String(count),
    kind: 'test',
    subject: { type: 'person', id: 'p', name: '罗**' },
    episode_id: 'first',
    division_code: '990981107201',
    ordinal: 1,
    window_start: '2024-01-31',
    due_on: '2024-02-28',
    state: 'done',
    has_violation: false,
    rule: { pack: 'local', version: 1, id: 'test_treatment' },
    version: 1,
    created_at: '2024-01-31T00:00:00Z',
    updated_at: '2024-01-31T00:00:00Z',
    ...part,
  }
}

describe('a person’s ledger of duties', () => {
  it('is grouped by measure, the newest first, the windows in order', () => {
    const second = task({ ordinal: 2, due_on: '2024-03-30' })
    const first = task({ ordinal: 1 })
    const agreement = task({ kind: 'agreement', due_on: '2024-02-07' })
    const later = task({ episode_id: 'second', due_on: '2026-01-01' })
    const [newest, oldest] = byEpisode([second, first, agreement, later])
    expect(newest?.id).toBe('second')
    expect(oldest?.windows.map(({ tasks }) => tasks.map(({ ordinal }) => ordinal))).toEqual([[1, 2]])
    expect(oldest?.others).toEqual([agreement])
  })

  it('keeps the versions of a rule apart, as each counts from one', () => {
    const newer = task({ due_on: '2025-02-28', rule: { pack: 'local', version: 2, id: 'test_treatment' } })
    const [episode] = byEpisode([newer, task({})])
    expect(episode?.windows.map(({ rule }) => rule)).toEqual(['local 1 test_treatment', 'local 2 test_treatment'])
  })

  it('counts how the windows stand, and those with a refusal', () => {
    const tasks = [
      task({ state: 'missed', has_violation: true }),
      task({ due_on: '2024-03-30' }),
      task({ due_on: '2024-04-29' }),
    ]
    const windows = byEpisode(tasks)[0]?.windows[0]
    expect([...(windows?.tally ?? [])]).toEqual([
      ['done', 2],
      ['missed', 1],
    ])
    expect(windows?.violations).toBe(1)
  })

  it('sets visits apart from tests, and what is owed under no measure at the end', () => {
    const visit = task({ kind: 'visit', due_on: '2024-02-20', rule: { pack: 'care', version: 1, id: 'visit' } })
    const contact = task({ kind: 'contact', episode_id: null, due_on: '2026-05-01' })
    const clean = task({ kind: 'clean_three_years', episode_id: undefined, due_on: '2026-06-01' })
    const [measure, person] = byEpisode([visit, task({}), contact, clean])
    expect(measure?.windows.map(({ kind }) => kind)).toEqual(['test', 'visit'])
    expect(person?.id).toBeNull()
    expect(person?.windows.map(({ kind }) => kind)).toEqual(['contact'])
    expect(person?.others).toEqual([clean])
  })

  it('of nothing is nothing', () => {
    expect(byEpisode([])).toEqual([])
  })
})
