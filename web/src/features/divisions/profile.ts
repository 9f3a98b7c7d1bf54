import type { Profile } from './queries'

/** The figures of a year's profile, in the order of the summary's first paragraph, with the decimals they are given in. */
export const profileNumbers = [
  ['distance_km', 1],
  ['area_km2', 2],
  ['farmland_mu', 0],
  ['mountain_wan_mu', 2],
  ['fiscal_revenue_yi', 2],
  ['fixed_investment_yi', 2],
  ['expressway_distance_km', 1],
  ['villages', 0],
  ['groups', 0],
  ['households', 0],
  ['population', 0],
] as const satisfies readonly (readonly [keyof Profile, number])[]

export const profileWords = ['town_name', 'city_name', 'bearing'] as const satisfies readonly (keyof Profile)[]

/** The prose of the summary's first paragraph that the office writes itself, by its name in the template. */
export const profileTexts = [
  'profile_text_1',
  'profile_text_2',
  'profile_text_3',
  'profile_text_4',
  'profile_text_5',
] as const
