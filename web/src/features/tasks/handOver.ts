import type { Task } from '@/duties/queries'

/** How many there are of each, the most first. */
function tally<K>(keys: readonly K[]): [K, number][] {
  const counts = new Map<K, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return [...counts].sort(([, one], [, other]) => other - one)
}

/** How many duties of each kind there are. */
export const tallyOf = (tasks: readonly Pick<Task, 'kind'>[]): [Task['kind'], number][] =>
  tally(tasks.map(({ kind }) => kind))

/** How many duties there are in each village, by its code. */
export const villagesOf = (tasks: readonly Pick<Task, 'division_code'>[]): [string, number][] =>
  tally(tasks.map(({ division_code }) => division_code))
