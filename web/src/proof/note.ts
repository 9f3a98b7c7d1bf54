import { fromBase64, type Tree } from './merkle'

/** A head somebody kept, as it stands in its note. Its signature is not looked at here. */
export interface Note extends Tree {
  /** The journal and its key. */
  name: string
}

const mark = '— jindu-'

/** Name, size, root, number and time, and an empty line stand before each signature. */
function read(lines: readonly string[]): Note | null {
  const [name = '', size = '', digits = '', , empty] = lines
  const root = fromBase64(digits)
  const count = Number(size)
  const isWhole = name.startsWith('jindu-') && /^\d+$/.test(size) && Number.isSafeInteger(count) && empty === ''
  return isWhole && root !== null ? { name, size: count, root } : null
}

/** The notes in a text somebody kept: one after another, whatever stands between them. */
export function notesIn(text: string): Note[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  return lines.flatMap((line, at) => (line.startsWith(mark) && at >= 5 ? (read(lines.slice(at - 5, at)) ?? []) : []))
}
