import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, download } from '@/api/client'
import { once } from '@/api/headers'
import type { components, paths } from '@/api/schema'
import { codeOf } from '@/composables/oneOf'

type Schemas = components['schemas']
export type Import = Schemas['Import']
export type ImportRow = Schemas['ImportRow']
type RowQuery = NonNullable<paths['/api/v1/imports/{id}/rows']['get']['parameters']['query']>

export const importFilters = ['state'] as const
export const rowFilters = ['outcome'] as const

const all = ['imports']
/** Milliseconds between two looks at an import that is being written. */
const LOOK_AGAIN = 3000

export function useImports(query: MaybeRefOrGetter<{ page: number; per_page: number; state?: string }>) {
  return useQuery({
    queryKey: computed(() => [...all, 'list', toValue(query)]),
    queryFn: () => {
      const { page, per_page, state } = toValue(query)
      const asked = { page, per_page, state: codeOf('import_state', state) }
      return body(api.GET('/api/v1/imports', { params: { query: asked } }))
    },
    placeholderData: keepPreviousData,
  })
}

export function useImport(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => [...all, toValue(id)]),
    queryFn: () => body(api.GET('/api/v1/imports/{id}', { params: { path: { id: toValue(id) } } })),
    // A large ledger handed in by a program is written piece by piece.
    refetchInterval: ({ state }) => (state.data?.state === 'committing' ? LOOK_AGAIN : false),
  })
}

export function useImportRows(
  id: MaybeRefOrGetter<string>,
  query: MaybeRefOrGetter<{ page: number; per_page: number; outcome?: string }>,
) {
  const asked = computed<RowQuery>(() => {
    const { page, per_page, outcome } = toValue(query)
    return { page, per_page, outcome }
  })
  return useQuery({
    queryKey: computed(() => [...all, toValue(id), 'rows', asked.value]),
    queryFn: () =>
      body(api.GET('/api/v1/imports/{id}/rows', { params: { path: { id: toValue(id) }, query: asked.value } })),
    placeholderData: keepPreviousData,
  })
}

/** Sends the bytes of one file and answers the plan; nothing is written yet. */
export const planImport = (file: File, key: string): Promise<Import> =>
  body(
    api.POST('/api/v1/imports', {
      params: { header: once(key), query: { mode: 'validate', file_name: file.name } },
      headers: { 'Content-Type': file.type === '' ? 'application/octet-stream' : file.type },
      // The document has no type for bytes; what travels is the file itself.
      body: '',
      bodySerializer: () => file,
    }),
  )

export const commitImport = (id: string, key: string): Promise<Import> =>
  body(api.POST('/api/v1/imports/{id}/commit', { params: { path: { id }, header: once(key) } }))

/** Gives up a plan: its file is erased, and nothing of it is written. */
export function useDiscardImport(id: MaybeRefOrGetter<string>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (key: string): Promise<Import> =>
      body(api.POST('/api/v1/imports/{id}/discard', { params: { path: { id: toValue(id) }, header: once(key) } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: all }),
  })
}

/** What is done where some rows cannot be undone: nothing, or the others are undone. */
export type RevertMode = 'all' | 'skip'

/** Undoes an import that was written; any list and any figure may be different afterwards. */
export function useRevertImport(id: MaybeRefOrGetter<string>) {
  const onSuccess = useCommitted()
  return useMutation({
    mutationFn: ({ mode, reason, key }: { mode: RevertMode; reason: string; key: string }): Promise<Import> =>
      body(
        api.POST('/api/v1/imports/{id}/revert', {
          params: { path: { id: toValue(id) }, header: once(key) },
          body: { reason },
          // The document's type of `mode` is a word and an object at once, which no value is.
          bodySerializer: () => JSON.stringify({ mode, reason }),
        }),
      ),
    onSuccess,
  })
}

/** The ledger as a workbook, its wrong cells marked and a column that says why. */
export const downloadAnnotated = (id: string): Promise<Blob> => download(`/api/v1/imports/${id}/annotated`)

/** The ledgers an empty workbook can be had for, in the order an office fills them. */
export const templates = [
  'profiles',
  'divisions',
  'leading_group',
  'documents',
  'personnel',
  'tests',
  'visits',
  'premises',
  'inspections',
  'events',
] as const

export const downloadTemplate = (resource: (typeof templates)[number]): Promise<Blob> =>
  download(`/api/v1/import-templates/${resource}`)

/** After a commit any list and any figure may be different. */
export function useCommitted() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries()
}

export function useCommitImport(id: MaybeRefOrGetter<string>) {
  const onSuccess = useCommitted()
  return useMutation({ mutationFn: (key: string) => commitImport(toValue(id), key), onSuccess })
}
