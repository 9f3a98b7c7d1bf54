import { useQuery } from '@tanstack/vue-query'
import { api, body } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type RulePack = Schemas['RulePack']
export type RuleText = Schemas['RuleText']

export function useRules() {
  return useQuery({ queryKey: ['rules'], queryFn: () => body(api.GET('/api/v1/rules')) })
}
