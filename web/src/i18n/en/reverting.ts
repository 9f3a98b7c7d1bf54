export const reverting = {
  undo: 'Undo the import',
  undo_all: 'Undo {n} row | Undo {n} rows',
  undo_others: 'Undo the other {n} row | Undo the other {n} rows',
  undo_the_others: 'Undo the other rows',
  would_remove: 'The {n} row it made goes. | The {n} rows it made go.',
  would_restore: 'The {n} row it changed is put back as it was. | The {n} rows it changed are put back as they were.',
  would_stay:
    'Rows whose records were edited since, or that something recorded since rests on, stay. Where there are any you are told which before anything is undone.',
  stay: '{n} rows cannot be undone. Nothing was touched.',
  stay_at_least: 'At least {n} rows cannot be undone; the first are below. Nothing was touched.',
  reason: 'Why it is undone',
  done: '{undone} rows undone, {kept} stay',
  was: 'Undone {at}: {undone} rows are as they were, {kept} stay.',
  row_undone: 'Undone, as it was before',
  row_kept: 'Stays: {why}',
}
