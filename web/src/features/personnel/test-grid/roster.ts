import type { Task } from '@/duties/queries'
import { boundsOf } from './day'

/** A line of the sheet: a person, and the windows for tests that touch the month. */
export interface Line {
  person: string
  name: string
  windows: [Task, ...Task[]]
}

/** Whether a window is owed and some of its days lie in the month. */
function touches({ kind, state, window_start, due_on }: Task, month: string): boolean {
  const { first, last } = boundsOf(month)
  return kind === 'test' && state !== 'void' && window_start <= last && due_on >= first
}

const byName = (one: Line, other: Line): number =>
  one.name.localeCompare(other.name, 'zh-CN') || one.person.localeCompare(other.person)

/** Who is to be tested in a month, by name: an order that no test recorded meanwhile changes. */
export function linesOf(tasks: readonly Task[], month: string): Line[] {
  const lines = new Map<string, Line>()
  for (const task of tasks.filter((one) => touches(one, month))) {
    const { id, name } = task.subject
    const line = lines.get(id)
    if (line === undefined) lines.set(id, { person: id, name: name ?? '', windows: [task] })
    else line.windows.push(task)
  }
  return [...lines.values()].sort(byName)
}
