import { computed, provide, ref, shallowReactive, toRaw, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { ApiError } from '@/api/problem'
import { newKey } from './newKey'
import { changes, copy, isSame, putAt, rebase, valueAt } from './merge'
import {
  contextKey,
  isEmpty,
  isRecord,
  isTyping,
  observed,
  without,
  type Conflict,
  type Draft,
  type FormContext,
  type FormState,
  type Options,
  type Stored,
  type Typing,
  type Unanswered,
} from './recordForm'
import { useKept } from './useKept'
import { useLeaveGuard } from './useLeaveGuard'

export { useFormContext } from './recordForm'
export type { Conflict, Draft, FormState, Save, Stored } from './recordForm'

/** The server may have written before the connection or the server itself failed. */
const isUnclear = (error: ApiError): boolean => error.status === 0 || error.status >= 500

/**
 * One form for creating and changing a record. It shows the server's refusals at their fields, keeps what was typed
 * through a version conflict, and makes a record once though an answer be lost: an attempt that went unanswered is
 * repeated as it was, under its key, and what was typed since becomes a change of the record it made. What is not saved
 * is asked about before the form is left, and found again when the page went away without asking.
 */
export function useRecordForm<B extends object, R>(options: Options<B, R>): FormState & { draft: Draft<B> } {
  const { t } = useI18n()
  /** What the draft is compared with; shallowly reactive, as it is only ever replaced. */
  const original: { value: Draft<B> } = shallowReactive({ value: copy(toRaw(options.initial.draft)) })
  let version = options.initial.version
  let key = newKey()
  let unanswered: Unanswered<B> | null = null
  let madeId: string | undefined
  const draft = observed(copy(original.value))
  const labels: FormContext['labels'] = shallowReactive(new Map())
  const errors = ref<Record<string, string>>({})
  const refusals = ref(0)
  /** What stood in the form when something was said against it. */
  let refusedDraft: Draft<B> | null = null
  const problem = ref<ApiError | null>(null)
  const conflicts = ref<Conflict[] | null>(null)
  const isBusy = ref(false)
  /** Saved, or given up: nothing of it is left to lose until something is typed again. */
  const isSettled = ref(false)
  const isDirty = computed(() => !isSettled.value && !isSame(draft, original.value))
  provide(contextKey, { errors, isBusy, labels })

  function missing(typed: Draft<B>): Record<string, string> {
    const found: Record<string, string> = {}
    for (const [name, { label, required }] of labels) {
      if (required && isEmpty(valueAt(typed, name))) found[name] = t('form.fill', { label })
    }
    return found
  }

  /** Every required field has registered itself, so nothing found missing means that the body is whole. */
  const isComplete = (typed: Draft<B>): typed is B => Object.keys(missing(typed)).length === 0

  /** What is typed comes to rest on another state of the record; what both sides changed is to be chosen. */
  function rest(typed: Draft<B>, before: Draft<B>, latest: { draft: Draft<B>; version: number | null }): void {
    const both = rebase(typed, before, latest.draft)
    conflicts.value = both.map((name) => ({ name, mine: valueAt(typed, name), theirs: valueAt(latest.draft, name) }))
    original.value = copy(latest.draft)
    version = latest.version
  }

  async function meetConflict(): Promise<void> {
    if (options.latest === undefined) return
    const latest: Stored<B> = await options.latest()
    rest(draft, original.value, latest)
    problem.value = null
  }

  const secret = options.secret ?? []
  const typing = (): Typing<B> | null => {
    if (!isDirty.value && unanswered === null) return null
    const kept = { draft: without(draft, secret), original: without(original.value, secret) }
    return { ...kept, version, key, unanswered: secret.length > 0 ? null : unanswered, madeId: madeId ?? null }
  }

  /** What was typed before goes where nothing was typed since; the record may have been changed by others meanwhile. */
  function restore(found: Typing<B>): void {
    const typed = copy(found.draft)
    const now = { draft: original.value, version }
    if (version !== null && found.version !== version) rest(typed, found.original, now)
    else [version, original.value] = [found.version, copy(found.original)]
    ;[key, unanswered, madeId] = [found.key, found.unanswered, found.madeId ?? undefined]
    rebase(draft, now.draft, typed)
  }
  const { foundAt, keep, forget } = useKept<Typing<B>>(() => options.keeps, {
    typed: typing,
    isTyped: isTyping,
    restore,
  })

  function complain(found: Record<string, string>): void {
    refusedDraft = copy(toRaw(draft))
    errors.value = found
  }

  /** Whoever changes a field has heard what was said against it. */
  function hear(): void {
    const before = refusedDraft
    const said = Object.entries(errors.value)
    if (before === null || said.length === 0) return
    const left = said.filter(([name]) => isSame(valueAt(draft, name), valueAt(before, name)))
    if (left.length === said.length) return
    errors.value = Object.fromEntries(left)
    if (left.length === 0 && problem.value?.status === 422) problem.value = null
  }

  function settle(): Promise<void> {
    isSettled.value = true
    return forget()
  }
  watch(
    draft,
    () => {
      isSettled.value = false
      hear()
    },
    { deep: true, flush: 'sync' },
  )
  const giveUp = options.keeps === 'nothing' ? () => Promise.resolve(true) : useLeaveGuard(isDirty, 'form', settle)

  function beginAnew(): void {
    const blank = copy(original.value)
    for (const name of new Set([...Object.keys(draft), ...Object.keys(blank)]))
      Reflect.set(draft, name, Reflect.get(blank, name))
    complain({})
    ;[problem.value, conflicts.value, unanswered] = [null, null, null]
    key = newKey()
    void forget()
  }

  async function refused(error: unknown, sent: B): Promise<void> {
    if (!(error instanceof ApiError)) throw error
    problem.value = error
    complain(error.fields)
    refusals.value += 1
    if (isUnclear(error) && options.hasKey !== false) unanswered ??= { draft: sent, key }
    else if (unanswered !== null && error.status !== 409) [unanswered, key] = [null, newKey()]
    if (error.status === 412) {
      // It made nothing, and what is sent next rests on another version.
      key = newKey()
      await meetConflict().catch(() => undefined)
    }
    keep()
  }

  /** Repeats the attempt that went unanswered as it was; what it made is what the form changes from now on. */
  async function resume(attempt: Unanswered<B>): Promise<R> {
    const made = await options.save({ ...attempt, patch: changes(original.value, attempt.draft), version })
    unanswered = null
    key = newKey()
    if (isRecord(made) && options.latest !== undefined) {
      madeId = made.id
      original.value = copy<Draft<B>>(attempt.draft)
      version = made.version
    }
    return made
  }

  async function save(typed: B): Promise<R> {
    if (unanswered !== null && version === null) {
      const made = await resume(unanswered)
      if (madeId === undefined || isSame(original.value, typed)) return made
    }
    return options.save({ draft: typed, patch: changes(original.value, typed), version, key, id: madeId })
  }

  async function submit(): Promise<void> {
    if (isBusy.value) return
    const typed = copy(toRaw(draft))
    complain(missing(typed))
    problem.value = null
    if (!isComplete(typed)) {
      refusals.value += 1
      return
    }
    isBusy.value = true
    try {
      const result = await save(typed)
      key = newKey()
      await settle()
      await options.done(result)
    } catch (error) {
      await refused(error, typed)
    } finally {
      isBusy.value = false
    }
  }

  return {
    draft,
    isNew: options.initial.version === null,
    errors,
    problem,
    conflicts,
    refusals,
    isBusy,
    missing: computed(() =>
      [...labels]
        .filter(([name, { required }]) => required && isEmpty(valueAt(draft, name)))
        .map(([, { label }]) => label),
    ),
    isDirty,
    submit,
    labelOf: (name) => labels.get(name)?.label ?? name,
    wordsOf: (name, value) => labels.get(name)?.words?.(value) ?? null,
    take: ({ name, mine, theirs }, side) => {
      putAt(draft, name, side === 'mine' ? mine : theirs)
    },
    sideOf: ({ name, theirs }) => (isSame(valueAt(draft, name), theirs) ? 'theirs' : 'mine'),
    forgetConflict: () => {
      conflicts.value = null
    },
    foundAt,
    beginAnew,
    giveUp,
  }
}
