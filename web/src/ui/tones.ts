import type { Tone } from './Chip.vue'

/** Colour only where a state asks for attention; the word is always there too. Codes are unique enough across lists. */
const tones: Partial<Record<string, Tone>> = {
  high: 'bad',
  medium: 'due',
  red: 'bad',
  yellow: 'due',
  blue: 'brand',
  green: 'ok',
  out_of_contact: 'bad',
  overdue_not_reported: 'bad',
  violated: 'bad',
  suspended: 'due',
  executing: 'brand',
  released: 'ok',
  positive: 'bad',
  refused: 'bad',
  evaded: 'bad',
  invalid: 'due',
  negative: 'ok',
  defect: 'bad',
  locked: 'due',
  nobody_home: 'due',
  normal: 'ok',
  clean_three_years: 'ok',
  compulsory_isolation: 'seal',
  imprisoned: 'seal',
  detained: 'seal',
  frozen: 'seal',
  committed: 'ok',
  planned: 'brand',
  conflict: 'due',
  create: 'brand',
  update: 'brand',
  set_aside: 'due',
}

export const toneOf = (code: string): Tone => tones[code] ?? 'flat'
