/** As many names as a line bears before they are folded away. */
const SHOWN = 4

/** The first of many names, and those behind a fold. One alone is not worth a fold. */
export function folded(names: readonly string[]): { shown: string[]; rest: string[] } {
  const at = names.length > SHOWN + 1 ? SHOWN : names.length
  return { shown: names.slice(0, at), rest: names.slice(at) }
}
