import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'
import { findPreferences, patchPreferences, preferencesKey, type Preferences } from '@/session/queries'

export { preferencesKey, type Preferences } from '@/session/queries'

type Schemas = components['schemas']
export type ListPreferences = Schemas['ListPreferences']
export type ListName = Schemas['ListName']
export type View = Schemas['View']
export type CreateView = Schemas['CreateView']

const viewsKey = ['desk', 'views']

/** The lists whose looks the server keeps; any other looks so until the page is closed. */
const names: Record<ListName, true> = {
  personnel: true,
  transfers: true,
  tasks: true,
  premises: true,
  inspections: true,
  rectifications: true,
  leads: true,
  campaigns: true,
  events: true,
  staff: true,
  documents: true,
  divisions: true,
  grids: true,
  imports: true,
  reconciliations: true,
  exports: true,
  reports: true,
  clients: true,
  webhooks: true,
}

export const isListName = (name: string): name is ListName => name in names

export const usePreferencesOnServer = () =>
  useQuery({ queryKey: preferencesKey, staleTime: Infinity, queryFn: findPreferences })

/** Keeps how one list looks. It is asked anew at which version to: another window of one's own may have been first. */
export async function keepLook(list: ListName, look: ListPreferences): Promise<Preferences> {
  const { version } = await findPreferences()
  return patchPreferences({ lists: { [list]: look } }, version)
}

export function useViews(list: MaybeRefOrGetter<ListName | null>) {
  return useQuery({
    queryKey: computed(() => [...viewsKey, toValue(list)]),
    enabled: () => toValue(list) !== null,
    staleTime: 60_000,
    queryFn: () =>
      body(api.GET('/api/v1/views', { params: { query: { list: toValue(list) ?? undefined, per_page: 200 } } })),
  })
}

export const findView = (id: string): Promise<View> => body(api.GET('/api/v1/views/{id}', { params: { path: { id } } }))

export function useSaveView(id?: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateView>): Promise<View> => {
      const known = id ?? made
      return known === undefined || version === null
        ? body(api.POST('/api/v1/views', { params: { header: once(key) }, body: draft }))
        : body(
            api.PATCH('/api/v1/views/{id}', {
              params: { path: { id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: viewsKey }),
  })
}

/** Takes a view of a colleague out of what the area shares; the colleague keeps it. */
export function useUnshareView() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, version, key }: Pick<View, 'id' | 'version'> & { key: string }): Promise<View> =>
      body(
        api.POST('/api/v1/views/{id}/unshare', {
          params: { path: { id }, header: { ...ifMatch(version), ...once(key) } },
        }),
      ),
    // A refusal means that it was changed meanwhile: what is listed is read anew then, too.
    onSettled: () => queries.invalidateQueries({ queryKey: viewsKey }),
  })
}

export function useDeleteView() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, version }: Pick<View, 'id' | 'version'>) =>
      api.DELETE('/api/v1/views/{id}', { params: { path: { id }, header: ifMatch(version) } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: viewsKey }),
  })
}
