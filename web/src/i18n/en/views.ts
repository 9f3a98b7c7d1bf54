import type { Shape } from '../shape'
import type { views as zh } from '../zh/views'

export const views: Shape<typeof zh> = {
  views: 'Views',
  none: 'No views yet. Narrow the list and keep it as a view; next time one click brings you here.',
  keep: 'Keep as a view',
  save: 'Save the view',
  name: 'Name of the view',
  name_hint: 'For example: hotels not inspected for three months. No names of persons, no numbers.',
  shared: 'Share with colleagues of this area',
  shared_hint: 'They see only what they may see anyway, and cannot change your view.',
  is_shared: 'shared',
  by: 'shared by {name}',
  changed: 'changed',
  outdated: 'no longer understood',
  without_typed: 'What is typed in the search is not kept in a view, as it may be a name or a number.',
  unshare: 'Stop sharing',
  unshare_title: 'Stop sharing the view “{name}”',
  unshare_text: 'Colleagues no longer see it; {name} keeps it and may go on using it.',
  unshared: '“{name}” is no longer shared',
  delete: 'Delete',
  delete_title: 'Delete the view “{name}”',
  delete_text: 'Only the search is deleted, no record; colleagues it was shared with lose it too.',
}
