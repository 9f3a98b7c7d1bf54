export const ending = {
  end: 'End control and seal the file',
  law: 'Who has been clean for three years is under dynamic control no more (Regulation §7). The police confirm it; nothing ends by itself.',
  effect:
    'Duties stop on that day; the file is sealed: out of lists, search, exports and figures (Public Security Administration Punishments Law §136).',
  not_counted:
    'No clean years count: a measure is under way, or the person does not live in the community now (Regulation §7).',
  not_full: 'Three clean years are not full, or do not count yet: control cannot end.',
  document_no: 'Document of the police',
  decided_on: 'Decided on',
  decided_on_hint: 'Not before three clean years are full.',
  decided_by: 'Official who confirmed it',
  decided_by_hint: 'Name and post.',
  done: 'Control has ended and the file is sealed',
}
