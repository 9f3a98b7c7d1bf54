import type { Task } from '@/duties/queries'

/** How many duties of each kind there are, the most first. */
export function tallyOf(tasks: readonly Pick<Task, 'kind'>[]): [Task['kind'], number][] {
  const counts = new Map<Task['kind'], number>()
  for (const { kind } of tasks) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].sort(([, one], [, other]) => other - one)
}
