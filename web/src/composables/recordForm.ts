import { inject, reactive, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import type { ApiError } from '@/api/problem'
import { copy, isSame } from './merge'
import type { Keeps } from './useKept'

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
  /** The record an earlier attempt has made after all, though its answer was lost. */
  id?: string
}

/** A field both sides changed, as a path such as `counts.reach`. The draft holds one of the two until it is saved. */
export interface Conflict {
  name: string
  mine: unknown
  theirs: unknown
}

export interface FieldWords {
  label: string
  required: boolean
  /** A value of the field in words: the label of a code, a yes or no. */
  words?: (value: unknown) => string
}

export interface FormContext {
  errors: Ref<Record<string, string>>
  isBusy: Ref<boolean>
  labels: Map<string, FieldWords>
}

export const contextKey: InjectionKey<FormContext> = Symbol('record form')

/** The form around a field, for its errors and its busy state. */
export const useFormContext = (): FormContext | null => inject(contextKey, null)

export interface FormState {
  /** Whether the form makes a record rather than changing one. */
  isNew: boolean
  errors: Ref<Record<string, string>>
  problem: Ref<ApiError | null>
  conflicts: Ref<Conflict[] | null>
  /** How often it was sent in vain: each time what is wrong is to be looked at anew. */
  refusals: Ref<number>
  isBusy: Ref<boolean>
  isDirty: ComputedRef<boolean>
  /** The labels of required fields that are still empty, in the order of the form. */
  missing: ComputedRef<string[]>
  submit: () => Promise<void>
  labelOf: (name: string) => string
  wordsOf: (name: string, value: unknown) => string | null
  /** Takes one side's value of a field both changed. */
  take: (conflict: Conflict, side: 'mine' | 'theirs') => void
  sideOf: (conflict: Conflict) => 'mine' | 'theirs'
  forgetConflict: () => void
  /** When what was found in the form had been typed, where it had not been saved. */
  foundAt: Ref<number | null>
  /** Throws away what was found and typed, and begins again with the record as it is. */
  beginAnew: () => void
  /** Asks before what is typed is given up, where something is; answers whether the form may be left. */
  giveUp: () => Promise<boolean>
}

/** A record that is made. */
export interface Blank<B> {
  draft: Draft<B>
  version: null
}

/** Who changes a record says how it is read again after a 412, so that nobody's change is written over unseen. */
type Begun<B> =
  | { initial: Blank<B>; latest?: () => Promise<Stored<B>> }
  | { initial: Stored<B> | Blank<B>; latest: () => Promise<Stored<B>> }

export type Options<B, R> = Begun<B> & {
  /** What is typed lies sealed on the device until it is saved or given up, and is found again under this name. */
  keeps: Keeps
  /** Fields that are never kept: passwords, and a signature somebody drew. */
  secret?: readonly (keyof B & string)[]
  /**
   * Without a key the server cannot tell a repetition: what is sent after an answer that was lost is then what stands in the form,
   * and not what stood there.
   */
  hasKey?: boolean
  save: (input: Save<B>) => Promise<R>
  done: (result: R) => void | Promise<void>
}

/** What an unanswered attempt sent; whether it took effect is not known. */
export interface Unanswered<B> {
  draft: B
  key: string
}

/** A form as it is kept: what is typed, the record it rests on, and the attempt that may have taken effect. */
export interface Typing<B> {
  draft: Draft<B>
  original: Draft<B>
  version: number | null
  key: string
  unanswered: Unanswered<B> | null
  madeId: string | null
}

export const isTyping = <B>(value: unknown): value is Typing<B> =>
  typeof value === 'object' && value !== null && 'draft' in value && 'original' in value && 'unanswered' in value

/** A draft without those of its fields that are never kept. */
export function without<D extends object>(draft: D, secret: readonly string[]): D {
  const left = copy(draft)
  for (const name of secret) Reflect.deleteProperty(left, name)
  return left
}

/** Vue's reactive view of a draft. It has the draft's own type, as JSON holds no refs to unwrap. */
export function observed<D extends object>(draft: D): D {
  const isView = (value: unknown): value is D => isSame(value, draft)
  const view: unknown = reactive(draft)
  if (!isView(view)) throw new TypeError('a draft holds JSON only')
  return view
}

export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** A record as the server answers with it. */
export const isRecord = (value: unknown): value is { id: string; version: number } =>
  typeof value === 'object' && value !== null && 'id' in value && 'version' in value
