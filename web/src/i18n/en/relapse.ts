export const relapse = {
  title: 'Register again on a new decision',
  hint: 'For whoever is ordered into treatment again after control has ended: the sealed file stays sealed, and a new one is opened.',
  decision: 'The new decision',
  register: 'Register again',
}
