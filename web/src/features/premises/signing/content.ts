/** One line of what is signed, down to the last value. */
export interface SignedLine {
  /** Names from the outside in, such as `checklist`, `1`, `item`. */
  path: string[]
  value: string | number | boolean | null
}

/** Lines that belong together: one value of its own, or what one entry of a list says. */
export interface SignedBlock {
  /** What the lines have in common, such as `checklist`, `1`; of a value of its own its whole path. */
  path: string[]
  lines: SignedLine[]
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

/** How many names from the outside in are those of an entry of a list; none where the value is in no list of records. */
function depthOfEntry(path: string[]): number {
  const at = path.findIndex((name) => /^\d+$/.test(name))
  return at === -1 || at === path.length - 1 ? 0 : at + 1
}

/** The lines in their order, those of one entry of a list together. */
export function blocksOf(lines: readonly SignedLine[]): SignedBlock[] {
  const blocks: SignedBlock[] = []
  for (const line of lines) {
    const depth = depthOfEntry(line.path)
    const path = depth === 0 ? line.path : line.path.slice(0, depth)
    const last = blocks[blocks.length - 1]
    if (last !== undefined && depth > 0 && last.path.join('/') === path.join('/')) last.lines.push(line)
    else blocks.push({ path, lines: [line] })
  }
  return blocks
}
