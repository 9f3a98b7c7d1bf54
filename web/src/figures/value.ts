import type { components } from '@/api/schema'

export type FigureValue = components['schemas']['FigureValue']

/** A figure's value, read into what can be shown. */
export type Reading =
  | { kind: 'number'; value: number }
  | { kind: 'text'; text: string }
  | { kind: 'rate'; numerator: number; denominator: number }
  | { kind: 'parts'; parts: [string, number][] }
  | { kind: 'unknown'; zh: string; en: string }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The document leaves the inside of a known value open, so it is read with care. */
function readKnown(value: unknown): Reading {
  if (typeof value === 'number') return { kind: 'number', value }
  if (!isObject(value)) return { kind: 'text', text: typeof value === 'string' ? value : '' }
  const { integer, decimal, text, rate, breakdown } = value
  if (typeof integer === 'number') return { kind: 'number', value: integer }
  if (typeof decimal === 'string' || typeof decimal === 'number') return { kind: 'number', value: Number(decimal) }
  if (typeof text === 'string') return { kind: 'text', text }
  return readCompound(isObject(rate) ? rate : isObject(breakdown) ? breakdown : value)
}

function readCompound(value: Record<string, unknown>): Reading {
  const { numerator, denominator } = value
  if (typeof numerator === 'number' && typeof denominator === 'number') return { kind: 'rate', numerator, denominator }
  const parts = Object.entries(value).flatMap(([name, count]): [string, number][] =>
    typeof count === 'number' ? [[name, count]] : [],
  )
  return { kind: 'parts', parts }
}

export function read(value: FigureValue): Reading {
  if ('known' in value) return readKnown(value.known)
  const { reason_zh, reason_en } = 'withheld' in value ? value.withheld : value.unknown
  return { kind: 'unknown', zh: reason_zh, en: reason_en }
}

/** The number behind a figure that is one. */
export function numberOf(value: FigureValue): number | null {
  const reading = read(value)
  return reading.kind === 'number' ? reading.value : null
}

export const isUnknown = (value: FigureValue): boolean => read(value).kind === 'unknown'
