/** One line of what is signed, down to the last value. */
export interface SignedLine {
  /** Names from the outside in, such as `checklist`, `1`, `item`. */
  path: string[]
  value: string | number | boolean | null
}

const isPlain = (value: unknown): value is SignedLine['value'] =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)

/** Every value of the content, in its order: what is shown leaves nothing out of what is signed. */
export function linesOf(value: unknown, path: string[] = []): SignedLine[] {
  if (isPlain(value)) return [{ path, value }]
  if (typeof value !== 'object') return []
  const inner = Array.isArray(value)
    ? value.map((one: unknown, index): [string, unknown] => [String(index + 1), one])
    : Object.entries(value)
  return inner.flatMap(([name, one]) => linesOf(one, [...path, name]))
}
