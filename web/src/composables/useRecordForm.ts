import { computed, inject, provide, reactive, ref, toRaw, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { ApiError } from '@/api/problem'
import { newKey } from './newKey'
import { changes, copy, isSame, rebase } from './merge'

export interface Stored<B> {
  draft: Draft<B>
  version: number
}

/** A body of the API while it is being typed: anything may still be missing. */
export type Draft<B> = { [K in keyof B]?: B[K] | null }

/** What a save is given: the complete body, what changed in it, the version it rests on, the key of this intention. */
export interface Save<B> {
  draft: B
  patch: Partial<B>
  version: number | null
  key: string
}

export interface Conflict {
  name: string
  theirs: unknown
}

interface FormContext {
  errors: Ref<Record<string, string>>
  isBusy: Ref<boolean>
  labels: Map<string, { label: string; required: boolean }>
}

const contextKey: InjectionKey<FormContext> = Symbol('record form')

/** The form around a field, for its errors and its busy state. */
export const useFormContext = (): FormContext | null => inject(contextKey, null)

export interface FormState {
  errors: Ref<Record<string, string>>
  problem: Ref<ApiError | null>
  conflicts: Ref<Conflict[] | null>
  isBusy: Ref<boolean>
  isDirty: ComputedRef<boolean>
  submit: () => Promise<void>
  labelOf: (name: string) => string
  forgetConflict: () => void
}

interface Options<B, R> {
  initial: Stored<B> | { draft: Draft<B>; version: null }
  save: (input: Save<B>) => Promise<R>
  /** Reads the record again after a 412. */
  latest?: () => Promise<Stored<B>>
  done: (result: R) => void | Promise<void>
}

/** Vue's reactive view of a draft. It has the draft's own type, as JSON holds no refs to unwrap. */
function observed<D extends object>(draft: D): D {
  const isView = (value: unknown): value is D => isSame(value, draft)
  const view: unknown = reactive(draft)
  if (!isView(view)) throw new TypeError('a draft holds JSON only')
  return view
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/**
 * One form for creating and changing a record. It shows the server's refusals at their fields, keeps what was typed
 * through a version conflict, and reuses one idempotency key until the server has said yes.
 */
export function useRecordForm<B extends object, R>(options: Options<B, R>): FormState & { draft: Draft<B> } {
  const { t } = useI18n()
  let original = copy(toRaw(options.initial.draft))
  let version = options.initial.version
  let key = newKey()
  const draft = observed(copy(original))
  const labels: FormContext['labels'] = new Map()
  const errors = ref<Record<string, string>>({})
  const problem = ref<ApiError | null>(null)
  const conflicts = ref<Conflict[] | null>(null)
  const isBusy = ref(false)
  const isSaved = ref(false)
  provide(contextKey, { errors, isBusy, labels })

  function missing(): Record<string, string> {
    const found: Record<string, string> = {}
    for (const [name, { label, required }] of labels) {
      if (required && isEmpty(Reflect.get(draft, name))) found[name] = t('form.fill', { label })
    }
    return found
  }

  const isComplete = (_typed: Draft<B>): _typed is B => Object.keys(errors.value).length === 0

  async function meetConflict(): Promise<void> {
    if (options.latest === undefined) return
    const latest = await options.latest()
    const both = rebase(draft, original, latest.draft)
    conflicts.value = both.map((name) => ({ name, theirs: latest.draft[name] }))
    original = copy(latest.draft)
    version = latest.version
    problem.value = null
  }

  async function refused(error: unknown): Promise<void> {
    if (!(error instanceof ApiError)) throw error
    problem.value = error
    errors.value = error.fields
    if (error.status === 412) await meetConflict()
  }

  async function submit(): Promise<void> {
    if (isBusy.value) return
    errors.value = missing()
    problem.value = null
    const typed = copy(toRaw(draft))
    if (!isComplete(typed)) return
    isBusy.value = true
    try {
      const result = await options.save({ draft: typed, patch: changes(original, typed), version, key })
      key = newKey()
      isSaved.value = true
      await options.done(result)
    } catch (error) {
      await refused(error)
    } finally {
      isBusy.value = false
    }
  }

  return {
    draft,
    errors,
    problem,
    conflicts,
    isBusy,
    isDirty: computed(() => !isSaved.value && !isSame(draft, original)),
    submit,
    labelOf: (name) => labels.get(name)?.label ?? name,
    forgetConflict: () => {
      conflicts.value = null
    },
  }
}
