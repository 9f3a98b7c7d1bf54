import { codes } from '@/i18n/zh/codes'
import type { FigureValue } from '@/figures/value'
import { cellOf } from '@/figures/cell'
import type { Indicator } from '@/figures/queries'

/** The statuses a person on the register can have, in the order of the monthly table; together they are the register. */
export const statuses = [
  'community_treatment',
  'community_rehabilitation',
  'compulsory_isolation_now',
  'voluntary_treatment',
  'maintenance',
  'in_community',
  'imprisoned',
  'detained',
  'abroad',
  'clean_three_years',
  'deceased',
] as const

/** What outreach is set beside. */
export const beside = ['population', 'activities', 'reach', 'leaflets'] as const

/** The figures of these names, in their order; all others, names of people among them, never reach the page. */
export function named(figures: readonly Indicator[], names: readonly string[]): Indicator[] {
  return names.flatMap((name) => figures.find((figure) => figure.name === name) ?? [])
}

type Setting = keyof typeof codes.setting

const isSetting = (code: string): code is Setting => code in codes.setting

/** A breakdown by setting, in the order of the code list; a setting without activities is a zero somebody should see. */
export function bySetting(value: FigureValue | undefined): { code: Setting; count: number }[] {
  const cell = value === undefined ? null : cellOf(value)
  if (cell?.kind !== 'parts') return []
  const counts = new Map(cell.parts)
  const order = Object.keys(codes.setting).filter(isSetting)
  return order.map((code) => ({ code, count: counts.get(codes.setting[code]) ?? 0 }))
}
