import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components, paths } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'

type Schemas = components['schemas']
export type RegisteredDocument = Schemas['RegisteredDocument']
export type CreateRegisteredDocument = Schemas['CreateDocument']
type Query = NonNullable<paths['/api/v1/documents']['get']['parameters']['query']>

export const registeredDocumentFilters = ['q', 'division', 'year'] as const
export type RegisteredDocumentListQuery = { page: number; per_page: number; sort?: string } & Partial<
  Record<(typeof registeredDocumentFilters)[number], string>
>

const all = ['documents']
const asked = (list: RegisteredDocumentListQuery): Query => ({
  ...list,
  year: list.year === undefined ? undefined : Number(list.year),
})

export function useRegisteredDocuments(query: MaybeRefOrGetter<RegisteredDocumentListQuery>) {
  return useQuery({
    queryKey: computed(() => [...all, 'list', toValue(query)]),
    queryFn: () => body(api.GET('/api/v1/documents', { params: { query: asked(toValue(query)) } })),
    placeholderData: keepPreviousData,
  })
}

export const findRegisteredDocument = (id: string): Promise<RegisteredDocument> =>
  body(api.GET('/api/v1/documents/{id}', { params: { path: { id } } }))

export function useSaveRegisteredDocument(id?: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({
      draft,
      patch,
      version,
      key,
      id: made,
    }: Save<CreateRegisteredDocument>): Promise<RegisteredDocument> => {
      const known = id ?? made
      return known === undefined || version === null
        ? body(api.POST('/api/v1/documents', { params: { header: once(key) }, body: draft }))
        : body(
            api.PATCH('/api/v1/documents/{id}', {
              params: { path: { id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: all }),
  })
}

export function useWithdrawRegisteredDocument() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, version, reason, key }: { id: string; version: number; reason: string; key: string }) =>
      api.POST('/api/v1/documents/{id}/withdraw', {
        params: { path: { id }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: all }),
  })
}
