import type { Shape } from '../shape'
import type { lists as zh } from '../zh/lists'

export const lists: Shape<typeof zh> = {
  tools: 'Tools of the list',
  areas: 'Areas',
  no_areas: 'Could not be read; please refresh.',
  import: 'Import',
  refresh: 'Refresh',
  columns: 'Columns',
  as_shipped: 'As for everybody',
  earlier: 'Move “{label}” forward',
  later: 'Move “{label}” back',
  compact: 'Compact',
  keys: 'Keys',
  keys_short: 'Keys',
  key_next: 'Next row',
  key_previous: 'Row before',
  key_open: 'Open the row',
  key_choose: 'Choose the row or not',
  key_search: 'To the search',
  elsewhere: '{n} of them is on another page | {n} of them are on other pages',
  choose_found: 'Choose the {n} found | Choose all {n} found',
  choose_most: 'Choose the first {n} (the most at once)',
  full: 'At most {n} at once.',
}
