import { expect, it } from 'vitest'
import type { Task } from '@/duties/queries'
import { linesOf } from './roster'

const task = (person: string, window_start: string, due_on: string, part: Partial<Task> = {}): Task => ({
  id: `${person} ${window_start}`,
  kind: 'test',
  subject: { type: 'person', id: person, name: person },
  episode_id: 'e',
  division_code: '990981107201',
  ordinal: 1,
  window_start,
  due_on,
  state: 'open',
  has_violation: false,
  rule: { pack: 'local', version: 1, id: 'test_treatment' },
  version: 1,
  created_at: '',
  updated_at: '',
  ...part,
})

it('lists who has a window that touches the month, by name, each once', () => {
  const lines = linesOf(
    [
      task('乙', '2026-10-20', '2026-11-19'),
      task('乙', '2026-11-20', '2026-12-19'),
      task('甲', '2026-11-30', '2026-12-29', { state: 'done' }),
      task('丙', '2026-10-01', '2026-10-31'),
      task('丁', '2026-12-01', '2026-12-31'),
      task('戊', '2026-11-01', '2026-11-30', { state: 'void' }),
      task('己', '2026-11-01', '2026-11-30', { kind: 'visit' }),
    ],
    '2026-11',
  )
  expect(lines.map(({ name, windows }) => [name, windows.length])).toEqual([
    ['甲', 1],
    ['乙', 2],
  ])
})
