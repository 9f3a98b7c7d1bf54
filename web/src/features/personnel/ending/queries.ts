import { useMutation, useQuery } from '@tanstack/vue-query'
import { api, body } from '@/api/client'
import { ifMatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'
import { forgetOne } from '@/query-client'

type Schemas = components['schemas']
export type EndOfControl = Schemas['EndOfControl']
export type SealedFile = Schemas['SealedFile']
export type Reason = Schemas['Reason']

/** What stands in the way of a person's release, and when three clean years are full. */
export function useWhyNot(id: string) {
  return useQuery({
    queryKey: ['personnel', id, 'why-not'],
    queryFn: () => body(api.GET('/api/v1/personnel/{id}/why-not', { params: { path: { id } } })),
  })
}

/** The file is sealed by it: no list has it any more, and its page is about to be left. */
export function useEndControl(id: string) {
  return useMutation({
    mutationFn: ({ draft, version, key }: Pick<Save<EndOfControl>, 'draft' | 'version' | 'key'>): Promise<SealedFile> =>
      body(
        api.POST('/api/v1/personnel/{id}/end-control', {
          params: { path: { id }, header: { ...ifMatch(version ?? 0), ...once(key) } },
          body: draft,
        }),
      ),
    onSuccess: () => forgetOne('personnel', id),
  })
}
