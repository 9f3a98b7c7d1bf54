import { computed, ref, shallowRef, toValue, type MaybeRefOrGetter } from 'vue'
import { ApiError } from '@/api/problem'
import { newKey } from '@/composables/newKey'
import { begin, pause, redo, undo, write, type History } from './history'
import { blockOf, fill, type Filled } from './paste'
import type { RecordTest, RecordedTest } from './queries'
import { gapsOf, outcomesOf, refusalsOf, requestOf, type Gap, type Outcome, type Words } from './request'
import type { Line } from './roster'
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

/** What is kept of a sheet that was not saved. */
export interface Typing {
  sheet: Sheet
  unanswered: Attempt | null
}

interface Options {
  people: MaybeRefOrGetter<readonly Pick<Line, 'person' | 'name'>[]>
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
  /** What the last paste came to, until somebody has seen it. */
  const pasted = shallowRef<Filled | null>(null)
  /** Whom the last saving recorded, who may be taken back together. */
  const justRecorded = shallowRef<readonly string[]>([])
  const isBusy = ref(false)
  /** What is missing in a row is said once saving was tried, not while it is being keyed. */
  const isTold = ref(false)

  const ids = computed(() => toValue(people).map(({ person }) => person))
  const typedOf = (person: string): Typed => rowOf(history.value.now, person)
  const isRecorded = (person: string): boolean => outcomes.value.get(person)?.kind === 'recorded'
  const isWaiting = (person: string): boolean =>
    unanswered.value?.items.some(({ person_id }) => person_id === person) ?? false
  const mayChange = (person: string): boolean => !isBusy.value && !isRecorded(person) && !isWaiting(person)
  /** Rows somebody keyed something into that is not on file yet. */
  const changed = computed(() => ids.value.filter((one) => isTouched(typedOf(one)) && !isRecorded(one)))
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

  const above = (row: number): Typed => typedOf(ids.value[row - 1] ?? '')

  /** Picks a result; whose day is not keyed yet has the one above. */
  function pick(row: number, result: Typed['result']): void {
    const person = ids.value[row] ?? ''
    const day = typedOf(person).day === '' && result !== '' ? above(row).day : typedOf(person).day
    edit(person, { result, unread: '', day })
  }

  function copyDown(row: number, cell: Cell): void {
    if (row > 0) edit(ids.value[row] ?? '', { [cell]: above(row)[cell] })
  }

  /** Fills in a pasted block; what did not fit is told until it was seen. */
  function paste(row: number, cell: Cell, text: string): Filled {
    const rules = { mayChange, month: toValue(month) }
    const filled = fill(history.value.now, toValue(people), blockOf(text), { row, cell }, rules)
    if (filled.people > 0) turnTo(write(history.value, filled.sheet))
    pasted.value = filled
    return filled
  }

  /** What is on file is no longer part of what can be taken back step by step. */
  function settle(found: ReadonlyMap<string, Outcome>): void {
    outcomes.value = new Map([...outcomes.value, ...found])
    unanswered.value = null
    const recorded = [...found].filter(([, { kind }]) => kind === 'recorded').map(([person]) => person)
    if (recorded.length > 0) [history.value, justRecorded.value] = [begin(history.value.now), recorded]
    summary.value = { recorded: recorded.length, refused: found.size - recorded.length, unfinished: 0 }
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
    pasted.value = null
    summary.value = { ...nothing }
    isTold.value = true
  }

  async function save(): Promise<void> {
    if (isBusy.value) return
    const rest = (): RecordTest[] => requestOf(partOf(history.value.now, changed.value), ids.value, toValue(month))
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

  /** A test just recorded was withdrawn: what was keyed stands in its row, to be mended. Or it stays, for reasons. */
  function takenBack(person: string, reasons: Words[] = []): void {
    const left = new Map(outcomes.value)
    const outcome = left.get(person)
    if (outcome?.kind !== 'recorded') return
    if (reasons.length > 0) left.set(person, { ...outcome, reasons })
    else left.delete(person)
    outcomes.value = left
    summary.value = { ...nothing }
    isTold.value = false
  }

  function clear(): void {
    history.value = begin({})
    outcomes.value = new Map()
    justRecorded.value = []
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
    pasted,
    isBusy,
    isDirty: computed(() => changed.value.length > 0),
    mayUndo: computed(() => history.value.past.length > 0),
    mayRedo: computed(() => history.value.future.length > 0),
    /** The tests the last saving recorded, as far as they still stand. */
    lastRecorded: computed(() =>
      justRecorded.value.flatMap((person) => {
        const outcome = outcomes.value.get(person)
        return outcome?.kind === 'recorded' ? [{ person, test: outcome.test }] : []
      }),
    ),
    edit,
    pick,
    copyDown,
    paste,
    pause: () => {
      history.value = pause(history.value)
    },
    undo: () => {
      if (!isBusy.value) turnTo(undo(history.value))
    },
    redo: () => {
      if (!isBusy.value) turnTo(redo(history.value))
    },
    save,
    again,
    takenBack,
    clear,
    typing: (): Typing | null =>
      changed.value.length === 0 && unanswered.value === null
        ? null
        : { sheet: partOf(history.value.now, changed.value), unanswered: unanswered.value },
    restore: ({ sheet, unanswered: sent }: Typing) => {
      history.value = begin({ ...sheet, ...history.value.now })
      unanswered.value = sent
    },
  }
}

const partOf = (sheet: Sheet, people: readonly string[]): Sheet =>
  Object.fromEntries(people.map((person) => [person, rowOf(sheet, person)]))

export const isTyping = (value: unknown): value is Typing =>
  typeof value === 'object' && value !== null && 'sheet' in value && 'unanswered' in value

export type TestGrid = ReturnType<typeof useTestGrid>
