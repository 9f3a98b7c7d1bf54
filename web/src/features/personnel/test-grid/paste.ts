import { dayOf } from './day'
import type { Line } from './roster'
import { cells, change, rowOf, type Cell, type Sheet, type Typed } from './typed'
import { columnOf, methodOf, plain, resultOf, type Heading } from './words'

/** The cells of a block copied from a spreadsheet: rows by lines, columns by tabs. */
export function blockOf(text: string): string[][] {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n')
  const bare = (cell: string): string => cell.trim().replace(/^"(.*)"$/s, '$1')
  return lines.map((line) => line.split('\t').map(bare))
}

/** Whether a text is more than one cell's. */
export const isBlock = (text: string): boolean => /[\t\n\r]/.test(text.replace(/[\r\n]+$/, ''))

type Person = Pick<Line, 'person' | 'name'>

/** Why something pasted is not in the sheet as it stood in the block. */
export type Why = 'nobody' | 'namesakes' | 'locked' | 'below' | 'day' | 'result' | 'method'

/** A cell of the block that did not fit, by its line there. */
export interface Misfit {
  line: number
  why: Why
  text: string
  name: string
}

export interface Filled {
  sheet: Sheet
  /** How many people something was put to. */
  people: number
  misfits: Misfit[]
}

interface Put {
  typed: Typed
  why?: Why
}

/** A row with what a cell says in it. What cannot be read stays in sight, and an empty cell changes nothing. */
function put(typed: Typed, cell: Cell, text: string, month: string): Put {
  const words = plain(text)
  if (words === '') return { typed }
  switch (cell) {
    case 'day': {
      const day = dayOf(words, month)
      return { typed: change(typed, { day: day ?? words }), ...(day === null ? { why: 'day' } : {}) }
    }
    case 'result': {
      const result = resultOf(words)
      if (result !== null) return { typed: change(typed, { result }) }
      return { typed: change(typed, { result: '', unread: words }), why: 'result' }
    }
    case 'document_no':
      return { typed: change(typed, { document_no: words }) }
    case 'method': {
      const method = methodOf(words)
      return method === null ? { typed, why: 'method' } : { typed: change(typed, { method }) }
    }
  }
}

interface From {
  row: number
  cell: Cell
}

/** How a block is laid out: what each of its columns holds, and which of its lines is the first with values. */
interface Layout {
  columns: Heading[]
  first: number
}

/** A column with the names of the sheet in it says whose the lines are; its cells follow in the order of the sheet. */
function nameColumn(block: readonly string[][], people: readonly Person[]): number {
  const names = new Set(people.map(({ name }) => plain(name)))
  const width = Math.max(...block.map((line) => line.length))
  const hits = Array.from({ length: width }, (_, at) => block.filter((line) => names.has(plain(line[at] ?? ''))).length)
  const most = Math.max(...hits)
  return most * 2 > block.length ? hits.indexOf(most) : -1
}

function layoutOf(block: readonly string[][], people: readonly Person[], from: From): Layout {
  const headings = (block[0] ?? []).map(columnOf)
  if (headings.filter((heading) => heading !== null).length > 1) return { columns: headings, first: 1 }
  const at = nameColumn(block, people)
  if (at < 0) return { columns: cells.slice(cells.indexOf(from.cell)), first: 0 }
  const before = Array.from({ length: at }, (): Heading => null)
  return { columns: [...before, 'name', ...cells], first: 0 }
}

/** Whose a line is: by the name in it, or else by its place below the cell it is pasted into. */
function whose(name: string, index: number, people: readonly Person[], from: From, named: boolean): Person | Why {
  if (!named) return people[from.row + index] ?? 'below'
  const [one, other] = people.filter((person) => plain(person.name) === plain(name))
  if (one === undefined) return 'nobody'
  return other === undefined ? one : 'namesakes'
}

type Filling = Omit<Filled, 'people'> & { sheet: Record<string, Typed>; people: Set<string> }

/** Puts the cells of a line into a row. */
function fillRow(
  filling: Filling,
  { person, name }: Person,
  line: number,
  layout: Layout,
  texts: string[],
  month: string,
): void {
  let typed = rowOf(filling.sheet, person)
  layout.columns.forEach((column, at) => {
    if (column === null || column === 'name') return
    const text = texts[at] ?? ''
    const done = put(typed, column, text, month)
    typed = done.typed
    if (done.why !== undefined) filling.misfits.push({ line, why: done.why, text: plain(text), name })
  })
  filling.sheet[person] = typed
  filling.people.add(person)
}

/**
 * Fills a block into the sheet: by the names in it where it has some, or else downward and to the right from a cell.
 * Nothing is left out unsaid.
 */
export function fill(
  sheet: Sheet,
  people: readonly Person[],
  block: readonly string[][],
  from: From,
  rules: { mayChange: (person: string) => boolean; month: string },
): Filled {
  const layout = layoutOf(block, people, from)
  const nameAt = layout.columns.indexOf('name')
  const filling: Filling = { sheet: { ...sheet }, people: new Set(), misfits: [] }
  for (const [index, texts] of block.slice(layout.first).entries()) {
    if (texts.every((text) => plain(text) === '')) continue
    const line = layout.first + index + 1
    const name = texts[nameAt] ?? ''
    const found = whose(name, index, people, from, nameAt >= 0)
    if (typeof found === 'string') filling.misfits.push({ line, why: found, text: texts.join(' '), name })
    else if (!rules.mayChange(found.person))
      filling.misfits.push({ line, why: 'locked', text: texts.join(' '), name: found.name })
    else fillRow(filling, found, line, layout, texts, rules.month)
  }
  return { ...filling, people: filling.people.size }
}
