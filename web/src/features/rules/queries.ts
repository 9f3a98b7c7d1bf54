import { useQuery } from '@tanstack/vue-query'
import { api, body } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type RulePack = Schemas['RulePack']
export type RuleText = Schemas['RuleText']
export type PackCheck = Schemas['PackCheck']
export type PackFlaw = Schemas['PackFlaw']
export type SimulatePack = Schemas['SimulatePack']
export type Simulation = Schemas['Simulation']
export type TrialLine = Schemas['TrialLine']
export type TrialPerson = Schemas['TrialPerson']

export function useRules() {
  return useQuery({ queryKey: ['rules'], queryFn: () => body(api.GET('/api/v1/rules')) })
}

/** What is wrong with a pack, or what it says. Neither this nor trying it changes anything. */
export const checkPack = (text: string): Promise<PackCheck> => body(api.POST('/api/v1/rules/check', { body: { text } }))

/** What a pack would change for the persons of an area. */
export const simulatePack = (wanted: SimulatePack): Promise<Simulation> =>
  body(api.POST('/api/v1/rules/simulate', { body: wanted }))
