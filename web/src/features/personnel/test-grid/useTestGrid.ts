import { computed, ref, shallowRef, toValue, type MaybeRefOrGetter } from 'vue'
import { ApiError } from '@/api/problem'
import { newKey } from '@/composables/newKey'
import { begin, pause, undo, write, type History } from './history'
import { blockOf, fill } from './paste'
import type { RecordTest, RecordedTest } from './queries'
import { gapsOf, outcomesOf, refusalsOf, requestOf, type Gap, type Outcome } from './request'
import { blank, change, isTouched, rowOf, type Cell, type Sheet, type Typed } from './typed'

/** Rows that were sent and never answered: whether they are on file is not known, so they wait for it as they were. */
interface Attempt {
  items: RecordTest[]
  key: string
}

/** What the last saving came to. */
export interface Summary {
  recorded: number
  refused: number
  /** Rows that were not sent, as something in them is missing. */
  unfinished: number
}

interface Options {
  people: MaybeRefOrGetter<readonly string[]>
  month: MaybeRefOrGetter<string>
  record: (attempt: Attempt) => Promise<{ items: RecordedTest[] }>
}

const nothing: Summary = { recorded: 0, refused: 0, unfinished: 0 }

const isUnclear = ({ status }: ApiError): boolean => status === 0 || status >= 500

/** A village's tests being keyed: the sheet with its steps back, and what became of each row that was sent. */
export function useTestGrid({ people, month, record }: Options) {
  const history = shallowRef(begin<Sheet>({}))
  const outcomes = shallowRef<ReadonlyMap<string, Outcome>>(new Map())
  const unanswered = shallowRef<Attempt | null>(null)
  const problem = shallowRef<ApiError | null>(null)
  const summary = ref<Summary>({ ...nothing })
  const isBusy = ref(false)
  /** What is missing in a row is said once saving was tried, not while it is being keyed. */
  const isTold = ref(false)

  const typedOf = (person: string): Typed => rowOf(history.value.now, person)
  const isRecorded = (person: string): boolean => outcomes.value.get(person)?.kind === 'recorded'
  const isWaiting = (person: string): boolean =>
    unanswered.value?.items.some(({ person_id }) => person_id === person) ?? false
  const mayChange = (person: string): boolean => !isBusy.value && !isRecorded(person) && !isWaiting(person)
  /** Rows somebody keyed something into that is not on file yet. */
  const changed = computed(() => toValue(people).filter((one) => isTouched(typedOf(one)) && !isRecorded(one)))
  const gaps = (person: string): Gap[] =>
    isTold.value && changed.value.includes(person) ? gapsOf(typedOf(person), toValue(month)) : []

  /** Takes a later or an earlier state; what was said of a row that is another now is said no more. */
  function turnTo(next: History<Sheet>): void {
    const before = history.value.now
    const isSame = (person: string): boolean => before[person] === next.now[person]
    outcomes.value = new Map([...outcomes.value].filter(([person]) => isSame(person)))
    history.value = next
  }

  function edit(person: string, part: Partial<Typed>, group: string | null = null): void {
    if (!mayChange(person)) return
    const { now } = history.value
    turnTo(write(history.value, { ...now, [person]: change(rowOf(now, person), part) }, group))
  }

  /** Fills a pasted block downward; answers how many of its lines met no row. */
  function paste(row: number, cell: Cell, text: string): number {
    const rules = { mayChange, month: toValue(month) }
    const { sheet, dropped } = fill(history.value.now, toValue(people), blockOf(text), { row, cell }, rules)
    turnTo(write(history.value, sheet))
    return dropped
  }

  /** What is on file is no longer part of what can be taken back. */
  function settle(found: ReadonlyMap<string, Outcome>): void {
    outcomes.value = new Map([...outcomes.value, ...found])
    unanswered.value = null
    const all = [...found.values()]
    const recorded = all.filter(({ kind }) => kind === 'recorded').length
    if (recorded > 0) history.value = begin(history.value.now)
    summary.value = { recorded, refused: all.length - recorded, unfinished: 0 }
  }

  function meet(error: unknown, attempt: Attempt): void {
    const refusals = refusalsOf(attempt.items, error)
    if (refusals !== null) {
      settle(refusals)
      return
    }
    if (!(error instanceof ApiError)) throw error
    problem.value = error
    // A repeated attempt that meets itself under way is as unclear as before.
    const isStill = unanswered.value !== null && error.status === 409
    unanswered.value = isUnclear(error) || isStill ? attempt : null
    if (unanswered.value !== null) history.value = begin(history.value.now)
  }

  function ask(): void {
    problem.value = null
    summary.value = { ...nothing }
    isTold.value = true
  }

  async function save(): Promise<void> {
    if (isBusy.value) return
    const rest = (): RecordTest[] =>
      requestOf(partOf(history.value.now, changed.value), toValue(people), toValue(month))
    const attempt = unanswered.value ?? { items: rest(), key: newKey() }
    ask()
    isBusy.value = true
    try {
      if (attempt.items.length > 0) settle(outcomesOf(attempt.items, (await record(attempt)).items))
    } catch (error) {
      meet(error, attempt)
    } finally {
      isBusy.value = false
    }
    summary.value.unfinished = changed.value.filter((person) => gaps(person).length > 0).length
  }

  /** Another test of somebody whose test was just recorded. */
  function again(person: string): void {
    turnTo(begin({ ...history.value.now, [person]: { ...blank } }))
  }

  function clear(): void {
    history.value = begin({})
    outcomes.value = new Map()
    ask()
    unanswered.value = null
    isTold.value = false
  }

  return {
    typedOf,
    gaps,
    outcomeOf: (person: string) => outcomes.value.get(person),
    isWaiting,
    mayChange,
    changed,
    problem,
    summary,
    isBusy,
    isDirty: computed(() => changed.value.length > 0),
    mayUndo: computed(() => history.value.past.length > 0),
    edit,
    paste,
    pause: () => {
      history.value = pause(history.value)
    },
    undo: () => {
      if (!isBusy.value) turnTo(undo(history.value))
    },
    save,
    again,
    clear,
  }
}

const partOf = (sheet: Sheet, people: readonly string[]): Sheet =>
  Object.fromEntries(people.map((person) => [person, rowOf(sheet, person)]))

export type TestGrid = ReturnType<typeof useTestGrid>
