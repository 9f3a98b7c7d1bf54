import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'

type Schemas = components['schemas']
export type Lead = Schemas['Lead']
export type Receive = Schemas['ReceiveLead']

export const leadFilters = ['state', 'division'] as const
type ListQuery = { page: number; per_page: number } & Partial<Record<(typeof leadFilters)[number], string>>

/** Warning signs seen in the field, as they were passed to the police. */
export function useLeads(query: MaybeRefOrGetter<ListQuery>) {
  return useQuery({
    queryKey: computed(() => ['leads', 'list', toValue(query)]),
    placeholderData: keepPreviousData,
    queryFn: () => {
      const { page, per_page, state, division } = toValue(query)
      return body(api.GET('/api/v1/leads', { params: { query: { page, per_page, state, division } } }))
    },
  })
}

/** A lead as it is now. */
export const findLead = (id: string): Promise<Lead> => body(api.GET('/api/v1/leads/{id}', { params: { path: { id } } }))

export function useReceiveLead(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ draft, version, key }: Pick<Save<Receive>, 'draft' | 'version' | 'key'>): Promise<Lead> =>
      body(
        api.POST('/api/v1/leads/{id}/receive', {
          params: { path: { id }, header: { ...ifMatch(version ?? 0), ...once(key) } },
          body: draft,
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['leads'] }),
  })
}
