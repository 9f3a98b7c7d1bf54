/** The packs of a text of this size are refused by the server in any case. */
export const MOST_CHARACTERS = 60_000

/** Where a line stands in a text, counted from 1: its first character, and the one behind its last. */
export function placeOf(text: string, line: number): { start: number; end: number } {
  const lines = text.split('\n')
  const at = Math.min(Math.max(line, 1), lines.length) - 1
  const start = lines.slice(0, at).reduce((sum, { length }) => sum + length + 1, 0)
  return { start, end: start + (lines[at]?.length ?? 0) }
}
