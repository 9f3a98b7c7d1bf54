import { dayOf } from './day'
import { cells, change, rowOf, type Cell, type Sheet, type Typed } from './typed'
import { methodOf, plain, resultOf } from './words'

/** The cells of a block copied from a spreadsheet: rows by lines, columns by tabs. */
export function blockOf(text: string): string[][] {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n')
  const bare = (cell: string): string => cell.trim().replace(/^"(.*)"$/s, '$1')
  return lines.map((line) => line.split('\t').map(bare))
}

/** Whether a text is more than one cell's. */
export const isBlock = (text: string): boolean => /[\t\n\r]/.test(text.replace(/[\r\n]+$/, ''))

/** A row with what a cell says in it. What cannot be read stays in sight, and an empty cell changes nothing. */
export function put(typed: Typed, cell: Cell, text: string, month: string): Typed {
  const words = plain(text)
  if (words === '') return typed
  switch (cell) {
    case 'day':
      return change(typed, { day: dayOf(words, month) ?? words })
    case 'result': {
      const result = resultOf(words)
      return result === null ? change(typed, { result: '', unread: words }) : change(typed, { result })
    }
    case 'document_no':
      return change(typed, { document_no: words })
    case 'method':
      return change(typed, { method: methodOf(words) ?? typed.method })
  }
}

interface From {
  row: number
  cell: Cell
}

interface Filled {
  sheet: Sheet
  /** Lines that met no row that can be changed: below the last one, or of a row already recorded. */
  dropped: number
}

/** Fills a block downward and to the right from a cell. */
export function fill(
  sheet: Sheet,
  people: readonly string[],
  block: readonly string[][],
  from: From,
  rules: { mayChange: (person: string) => boolean; month: string },
): Filled {
  const columns = cells.slice(cells.indexOf(from.cell))
  const filled: Record<string, Typed> = { ...sheet }
  let dropped = 0
  block.forEach((line, index) => {
    const person = people[from.row + index]
    if (person === undefined || !rules.mayChange(person)) {
      if (line.some((text) => plain(text) !== '')) dropped += 1
      return
    }
    filled[person] = columns.reduce(
      (typed, cell, column) => put(typed, cell, line[column] ?? '', rules.month),
      rowOf(sheet, person),
    )
  })
  return { sheet: filled, dropped }
}
