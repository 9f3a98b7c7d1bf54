import { nextTick, type Ref } from 'vue'
import { oneOf } from '@/composables/oneOf'
import { cells, type Cell, type Result } from './typed'
import { letters, resultOfKey } from './words'

export interface Place {
  row: number
  cell: Cell
}

interface Acts {
  /** Picks a result; whose day is not keyed yet has the one above. */
  pick: (row: number, result: Result | '') => void
  copyDown: (place: Place) => void
  undo: () => void
  redo: () => void
}

/** The keys of the sheet, and of each the key of the words for what it does. */
export const gridKeys = [
  { keys: ['Enter'], does: 'keys.next_cell' },
  { keys: ['↑', '↓'], does: 'keys.rows' },
  { keys: letters.map(({ letter }) => letter), does: 'keys.pick_result' },
  { keys: ['Ctrl', 'S'], does: 'keys.save' },
  { keys: ['Ctrl', 'Z'], does: 'keys.undo' },
  { keys: ['Ctrl', 'Y'], does: 'keys.redo' },
  { keys: ['Ctrl', 'Shift', 'Z'], does: 'keys.redo' },
]

/** Where Enter goes: on through what is keyed of a test, then to the next person; the method is reached by Tab. */
const path: readonly Cell[] = ['day', 'result', 'document_no']

/** The cell an element is, if it is one. */
function placeOf(target: EventTarget | null): Place | null {
  if (!(target instanceof HTMLElement)) return null
  const cell = oneOf(cells, target.dataset.cell)
  return cell === undefined ? null : { row: Number(target.dataset.row), cell }
}

/** The keys of the sheet. */
export function useGridKeys(root: Readonly<Ref<HTMLElement | null>>, { pick, copyDown, undo, redo }: Acts) {
  const find = ({ row, cell }: Place): HTMLElement | null =>
    root.value?.querySelector<HTMLElement>(`[data-row="${row}"][data-cell="${cell}"]`) ?? null

  function focus(place: Place): boolean {
    const target = find(place)
    if (target === null || target.matches(':disabled')) return false
    target.focus()
    return true
  }

  /** The next row above or below with this cell open; over rows already recorded. */
  function step({ row, cell }: Place, by: 1 | -1): void {
    for (let next = row + by; find({ row: next, cell }) !== null; next += by) if (focus({ row: next, cell })) return
  }

  function goOn({ row, cell }: Place): void {
    const rest = path.slice(path.indexOf(cell) + 1)
    const isThere = cell !== 'method' && rest.some((next) => focus({ row, cell: next }))
    if (!isThere) step({ row, cell: 'day' }, 1)
  }

  /** Whether a key was one of the result's: a letter that picks it, or one that clears it. */
  function picks({ row, cell }: Place, { key }: KeyboardEvent): boolean {
    if (cell !== 'result') return false
    const result = key === 'Backspace' || key === 'Delete' ? '' : resultOfKey(key)
    if (result === null) return false
    pick(row, result)
    return true
  }

  /** A letter is never part of a day: there it picks the result at once and goes on to who is next. */
  function picksAtOnce({ row, cell }: Place, { key }: KeyboardEvent): boolean {
    const result = cell === 'day' ? resultOfKey(key) : null
    if (result === null || !/^\p{L}$/u.test(key)) return false
    pick(row, result)
    // The document of who is excused opens once the result is shown.
    void nextTick(() => {
      goOn({ row, cell: 'result' })
    })
    return true
  }

  function isCommand(place: Place, { key, shiftKey }: KeyboardEvent): boolean {
    const letter = key.toLowerCase()
    if (letter === 'y' || (letter === 'z' && shiftKey)) redo()
    else if (letter === 'z') undo()
    else if (letter === 'd') copyDown(place)
    else return false
    return true
  }

  function isOurs(place: Place, event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey) return isCommand(place, event)
    if (event.altKey) return false
    if (event.key === 'ArrowDown') step(place, 1)
    else if (event.key === 'ArrowUp') step(place, -1)
    else if (event.key === 'Enter') goOn(place)
    else return picks(place, event) || picksAtOnce(place, event)
    return true
  }

  function press(event: KeyboardEvent): void {
    const place = placeOf(event.target)
    // While an input method is open its keys choose words.
    if (place === null || event.isComposing) return
    if (isOurs(place, event)) event.preventDefault()
  }

  /** Back to where one was, or to the next row below that can still be keyed. */
  function resume(place: Place): void {
    if (!focus(place)) step({ row: place.row, cell: 'day' }, 1)
  }
  return { placeOf, press, resume }
}
