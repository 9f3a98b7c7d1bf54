export const secret = {
  once: 'Shown this once. After it is closed nobody can see it again, no administrator either.',
  label: 'The secret',
  copy: 'Copy',
  copied: 'Copied',
  marked: 'This browser does not copy for a page. It is marked: press Ctrl+C.',
  kept: 'I have kept it, close',
}
