import { fromHex, isConsistent, type Hash, type Tree } from './merkle'
import type { Note } from './note'

/**
 * `agrees`: the newest head goes on from the kept one. `differs`: it does not. `shorter`: the journal has fewer entries
 * than the kept head. `other`: the note is of another journal, or of another key.
 */
export type Verdict = 'agrees' | 'differs' | 'shorter' | 'other'

/** The journal as it is now, and who proves what of it. */
export interface Journal {
  name: string
  newest: Tree | null
  /** The nodes of a proof between two sizes, in hexadecimal. */
  prove: (from: number, to: number) => Promise<string[]>
}

/** Holds a kept head against the newest one. The server gives the nodes; whether they prove it is computed here. */
export async function check(note: Note, { name, newest, prove }: Journal): Promise<Verdict> {
  if (note.name !== name) return 'other'
  if (newest === null || note.size > newest.size) return 'shorter'
  const path = (await prove(note.size, newest.size)).map(fromHex)
  const isWhole = path.every((hash): hash is Hash => hash !== null)
  return isWhole && (await isConsistent(note, newest, path)) ? 'agrees' : 'differs'
}
