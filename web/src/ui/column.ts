/** A column of a table of `R`. */
export interface Column<R> {
  key: string
  label: string
  /** Plain text of the cell, where no slot of the column's name draws it. */
  text?: (row: R) => string
  align?: 'end'
  /** Stays on one line: dates, numbers of documents. */
  tight?: boolean
  /** Has words enough for two lines: addresses, titles. */
  wide?: boolean
  /** The orders by this column which the server has, such as `['file_no']` or `['-held_on', 'held_on']`, the first first. */
  orders?: readonly string[]
  /** Drawn as a chip that needs no label on a phone's card. */
  tag?: boolean
  /** Shown to whoever chooses it. */
  isExtra?: boolean
  /** Left out on a phone's card. */
  minor?: boolean
}
