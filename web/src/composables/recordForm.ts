import { inject, reactive, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import type { ApiError } from '@/api/problem'
import { isSame } from './merge'

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
}

export interface Options<B, R> {
  initial: Stored<B> | { draft: Draft<B>; version: null }
  save: (input: Save<B>) => Promise<R>
  /** Reads the record again after a 412. */
  latest?: () => Promise<Stored<B>>
  done: (result: R) => void | Promise<void>
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
