import { computed, provide, ref, shallowReactive, toRaw } from 'vue'
import { useI18n } from 'vue-i18n'
import { ApiError } from '@/api/problem'
import { newKey } from './newKey'
import { changes, copy, isSame, putAt, rebase, valueAt } from './merge'
import {
  contextKey,
  isEmpty,
  isRecord,
  observed,
  type Conflict,
  type Draft,
  type FormContext,
  type FormState,
  type Options,
} from './recordForm'

export { useFormContext } from './recordForm'
export type { Conflict, Draft, FormState, Save, Stored } from './recordForm'

/** What an unanswered attempt sent; whether it took effect is not known. */
interface Unanswered<B> {
  draft: B
  key: string
}

/** The server may have written before the connection or the server itself failed. */
const isUnclear = (error: ApiError): boolean => error.status === 0 || error.status >= 500

/**
 * One form for creating and changing a record. It shows the server's refusals at their fields, keeps what was typed
 * through a version conflict, and makes a record once though an answer be lost: an attempt that went unanswered is
 * repeated as it was, under its key, and what was typed since becomes a change of the record it made.
 */
export function useRecordForm<B extends object, R>(options: Options<B, R>): FormState & { draft: Draft<B> } {
  const { t } = useI18n()
  let original = copy(toRaw(options.initial.draft))
  let version = options.initial.version
  let key = newKey()
  let unanswered: Unanswered<B> | null = null
  let madeId: string | undefined
  const draft = observed(copy(original))
  const labels: FormContext['labels'] = shallowReactive(new Map())
  const errors = ref<Record<string, string>>({})
  const problem = ref<ApiError | null>(null)
  const conflicts = ref<Conflict[] | null>(null)
  const isBusy = ref(false)
  const isSaved = ref(false)
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

  async function meetConflict(): Promise<void> {
    if (options.latest === undefined) return
    const latest = await options.latest()
    const both = rebase(draft, original, latest.draft)
    conflicts.value = both.map((name) => ({
      name,
      mine: valueAt(draft, name),
      theirs: valueAt(latest.draft, name),
    }))
    original = copy(latest.draft)
    version = latest.version
    problem.value = null
  }

  async function refused(error: unknown, sent: B): Promise<void> {
    if (!(error instanceof ApiError)) throw error
    problem.value = error
    errors.value = error.fields
    if (isUnclear(error)) unanswered ??= { draft: sent, key }
    else if (unanswered !== null && error.status !== 409) [unanswered, key] = [null, newKey()]
    if (error.status === 412) await meetConflict().catch(() => undefined)
  }

  /** Repeats the attempt that went unanswered as it was; what it made is what the form changes from now on. */
  async function resume(attempt: Unanswered<B>): Promise<R> {
    const made = await options.save({ ...attempt, patch: changes(original, attempt.draft), version })
    unanswered = null
    key = newKey()
    if (isRecord(made) && options.latest !== undefined) {
      madeId = made.id
      original = copy<Draft<B>>(attempt.draft)
      version = made.version
    }
    return made
  }

  async function save(typed: B): Promise<R> {
    if (unanswered !== null && version === null) {
      const made = await resume(unanswered)
      if (madeId === undefined || isSame(original, typed)) return made
    }
    return options.save({ draft: typed, patch: changes(original, typed), version, key, id: madeId })
  }

  async function submit(): Promise<void> {
    if (isBusy.value) return
    const typed = copy(toRaw(draft))
    errors.value = missing(typed)
    problem.value = null
    if (!isComplete(typed)) return
    isBusy.value = true
    try {
      const result = await save(typed)
      key = newKey()
      isSaved.value = true
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
    isBusy,
    missing: computed(() =>
      [...labels]
        .filter(([name, { required }]) => required && isEmpty(valueAt(draft, name)))
        .map(([, { label }]) => label),
    ),
    isDirty: computed(() => !isSaved.value && !isSame(draft, original)),
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
  }
}
