import type { Task } from './queries'

/** Windows for tests of one rule under one measure, with how they stand. */
export interface Windows {
  rule: string
  tasks: Task[]
  /** How many stand in each state; states nobody is in are absent. */
  tally: Map<Task['state'], number>
  violations: number
}

/** What is owed under one measure. */
export interface Episode {
  id: string
  windows: Windows[]
  others: Task[]
}

const byDay = (one: Task, other: Task): number =>
  one.due_on.localeCompare(other.due_on) || one.ordinal - other.ordinal || one.id.localeCompare(other.id)

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

/** Ordinals are counted per version of a rule, so windows of two versions are two rows. */
const ruleOf = ({ rule }: Task): string => `${rule.pack} ${rule.version} ${rule.id}`

const states: readonly Task['state'][] = ['done', 'late', 'missed', 'excused', 'open', 'void']

function windowsOf(rule: string, tasks: Task[]): Windows {
  const counts = states.map((state) => [state, tasks.filter((task) => task.state === state).length] as const)
  const tally = new Map(counts.filter(([, count]) => count > 0))
  return { rule, tasks, tally, violations: tasks.filter(({ has_violation }) => has_violation).length }
}

/** A person's duties by measure, the newest measure first; in it the windows for tests apart from the rest. */
export function byEpisode(tasks: readonly Task[]): Episode[] {
  const ordered = [...tasks].sort(byDay)
  const episodes = groupBy(ordered, ({ episode_id }) => episode_id)
  return [...episodes]
    .map(([id, owed]) => {
      const tests = groupBy(
        owed.filter(({ kind }) => kind === 'test'),
        ruleOf,
      )
      return {
        id,
        windows: [...tests].map(([rule, group]) => windowsOf(rule, group)),
        others: owed.filter(({ kind }) => kind !== 'test'),
      }
    })
    .reverse()
}
