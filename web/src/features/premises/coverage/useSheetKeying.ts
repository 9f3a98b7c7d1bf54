import { computed, ref, shallowRef, toValue, type MaybeRefOrGetter } from 'vue'
import { ApiError } from '@/api/problem'
import { newKey } from '@/composables/newKey'
import type { RecordedSheet, RecordSheet, Sheet } from './queries'
import {
  isTouched,
  mostAtOnce,
  outcomesOf,
  refusalsOf,
  rowsOf,
  typedOf,
  type Refusal,
  type Typed,
  type TypedSheet,
} from './sheetLines'

/** Lines that were sent; while they go unanswered they wait as they were, and are repeated under their key. */
interface Attempt {
  sent: RecordSheet
  key: string
}

/** What is kept of a sheet that was not saved. */
export interface Typing {
  lines: TypedSheet
  unanswered: Attempt | null
}

export const isTyping = (value: unknown): value is Typing =>
  typeof value === 'object' && value !== null && 'lines' in value && 'unanswered' in value

interface Options {
  sheet: MaybeRefOrGetter<Sheet | undefined>
  head: () => Omit<RecordSheet, 'rows'> & { isSigned: boolean }
  record: (attempt: Attempt) => Promise<RecordedSheet>
}

const isUnclear = ({ status }: ApiError): boolean => status === 0 || status >= 500

/** A village's sheet being keyed in, and what became of each line that was sent. */
export function useSheetKeying({ sheet, head, record }: Options) {
  const typed = shallowRef<TypedSheet>({})
  const outcomes = shallowRef<ReadonlyMap<number, Refusal | null>>(new Map())
  const unanswered = shallowRef<Attempt | null>(null)
  const problem = shallowRef<ApiError | null>(null)
  const isBusy = ref(false)

  const isRecorded = (row: number): boolean => outcomes.value.get(row) === null
  const isWaiting = (row: number): boolean => unanswered.value?.sent.rows.some(({ row_no }) => row_no === row) ?? false
  const mayChange = (row: number): boolean => !isBusy.value && !isRecorded(row) && !isWaiting(row)
  const changed = computed(() => {
    const lines = toValue(sheet)
    return lines === undefined ? [] : rowsOf(lines, typed.value, isRecorded, head().isSigned)
  })

  function edit(row: number, part: Partial<Typed>): void {
    if (!mayChange(row)) return
    typed.value = { ...typed.value, [row]: { ...typedOf(typed.value, row), ...part } }
    outcomes.value = new Map([...outcomes.value].filter(([one]) => one !== row))
  }

  function next(rows: typeof changed.value): Attempt {
    const { division, inspected_on, inspector } = head()
    return { sent: { division, inspected_on, inspector, rows: rows.slice(0, mostAtOnce) }, key: newKey() }
  }

  async function send(attempt: Attempt): Promise<boolean> {
    try {
      const answer = await record(attempt)
      outcomes.value = new Map([...outcomes.value, ...outcomesOf(answer)])
      unanswered.value = null
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const refusals = refusalsOf(attempt.sent, error)
      if (refusals.size > 0) {
        outcomes.value = new Map([...outcomes.value, ...refusals])
        unanswered.value = null
        return true
      }
      problem.value = error
      // A repeated attempt that meets itself under way is as unclear as before.
      const isStill = unanswered.value !== null && error.status === 409
      unanswered.value = isUnclear(error) || isStill ? attempt : null
      return false
    }
  }

  /** Sends all that is keyed in, so many lines at a time; what is refused stays with its reason. */
  async function save(): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    problem.value = null
    try {
      if (unanswered.value !== null && !(await send(unanswered.value))) return
      const rows = [...changed.value]
      while (rows.length > 0) {
        const attempt = next(rows.splice(0, mostAtOnce))
        if (!(await send(attempt))) return
      }
    } finally {
      isBusy.value = false
    }
  }

  /** Lines with something in them that is not on file. */
  function typing(): Typing | null {
    const open = Object.entries(typed.value).filter(([row, line]) => isTouched(line) && !isRecorded(Number(row)))
    if (open.length === 0 && unanswered.value === null) return null
    return { lines: Object.fromEntries(open), unanswered: unanswered.value }
  }

  function restore({ lines, unanswered: sent }: Typing): void {
    typed.value = { ...lines, ...typed.value }
    unanswered.value = sent
  }

  function clear(): void {
    typed.value = {}
    outcomes.value = new Map()
    unanswered.value = null
    problem.value = null
  }

  const count = (isWanted: (refusal: Refusal | null) => boolean): number =>
    [...outcomes.value.values()].filter(isWanted).length

  return {
    typedOf: (row: number): Typed => typedOf(typed.value, row),
    outcomeOf: (row: number) => outcomes.value.get(row),
    isRecorded,
    isWaiting,
    mayChange,
    changed,
    recorded: computed(() => count((refusal) => refusal === null)),
    refused: computed(() => count((refusal) => refusal !== null)),
    problem,
    isBusy,
    isDirty: computed(() => changed.value.length > 0),
    edit,
    save,
    typing,
    restore,
    clear,
  }
}

export type SheetKeying = ReturnType<typeof useSheetKeying>
