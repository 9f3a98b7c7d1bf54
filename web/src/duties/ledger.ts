import { isWindow } from './due'
import type { Task } from './queries'

/** Windows of one rule under one measure, with how they stand. */
export interface Windows {
  rule: string
  kind: Task['kind']
  tasks: Task[]
  /** How many stand in each state; states nobody is in are absent. */
  tally: Map<Task['state'], number>
  violations: number
}

/** What is owed under one measure, or under none: being in touch with who is away, the end of control. */
export interface Episode {
  id: string | null
  windows: Windows[]
  others: Task[]
}

const byDay = (one: Task, other: Task): number =>
  one.due_on.localeCompare(other.due_on) || one.ordinal - other.ordinal || one.id.localeCompare(other.id)

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

/** Ordinals are counted per version of a rule, so windows of two versions are two rows. */
const ruleOf = ({ rule }: Task): string => `${rule.pack} ${rule.version} ${rule.id}`

const states: readonly Task['state'][] = ['done', 'late', 'missed', 'excused', 'open', 'void']

function windowsOf(rule: string, tasks: [Task, ...Task[]]): Windows {
  const counts = states.map((state) => [state, tasks.filter((task) => task.state === state).length] as const)
  const tally = new Map(counts.filter(([, count]) => count > 0))
  return { rule, kind: tasks[0].kind, tasks, tally, violations: tasks.filter((task) => task.has_violation).length }
}

const isSome = (tasks: Task[]): tasks is [Task, ...Task[]] => tasks.length > 0
/** Tests are looked for first. */
const byKind = (one: Windows, other: Windows): number => Number(other.kind === 'test') - Number(one.kind === 'test')

function episodeOf(id: string | null, owed: Task[]): Episode {
  const groups = groupBy(owed.filter(isWindow), ruleOf)
  const windows = [...groups].flatMap(([rule, tasks]) => (isSome(tasks) ? [windowsOf(rule, tasks)] : []))
  return { id, windows: windows.sort(byKind), others: owed.filter((task) => !isWindow(task)) }
}

/** A person's duties by measure, the newest measure first and what is owed under none at the end; windows apart. */
export function byEpisode(tasks: readonly Task[]): Episode[] {
  const ordered = [...tasks].sort(byDay)
  const episodes = [...groupBy(ordered, ({ episode_id }) => episode_id ?? null)]
    .map(([id, owed]) => episodeOf(id, owed))
    .reverse()
  return [...episodes.filter(({ id }) => id !== null), ...episodes.filter(({ id }) => id === null)]
}
