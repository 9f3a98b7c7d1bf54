import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components, paths } from '@/api/schema'
import { codeOf } from '@/composables/oneOf'
import type { Save } from '@/composables/useRecordForm'

type Schemas = components['schemas']
export type Division = Schemas['Division']
export type CreateDivision = Schemas['CreateDivision']
export type Profile = Schemas['Profile']
export type PutProfile = Schemas['CreateProfile']
type Query = NonNullable<paths['/api/v1/divisions']['get']['parameters']['query']>

export const divisionFilters = ['q', 'kind', 'parent', 'as_of'] as const
export type DivisionListQuery = { page: number; per_page: number; sort?: string } & Partial<
  Record<(typeof divisionFilters)[number], string>
>

const all = ['divisions']
const asked = (list: DivisionListQuery): Query => ({ ...list, kind: codeOf('division_kind', list.kind) })

export function useDivisions(query: MaybeRefOrGetter<DivisionListQuery>) {
  return useQuery({
    queryKey: computed(() => [...all, 'list', toValue(query)]),
    queryFn: () => body(api.GET('/api/v1/divisions', { params: { query: asked(toValue(query)) } })),
    placeholderData: keepPreviousData,
  })
}

export const findDivision = (code: string): Promise<Division> =>
  body(api.GET('/api/v1/divisions/{code}', { params: { path: { code } } }))

export function useDivision(code: MaybeRefOrGetter<string>) {
  return useQuery({ queryKey: computed(() => [...all, toValue(code)]), queryFn: () => findDivision(toValue(code)) })
}

export function useSaveDivision(code?: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateDivision>): Promise<Division> => {
      const known = code ?? made
      return known === undefined || version === null
        ? body(api.POST('/api/v1/divisions', { params: { header: once(key) }, body: draft }))
        : body(
            api.PATCH('/api/v1/divisions/{code}', {
              params: { path: { code: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: all }),
  })
}

export function useProfiles(code: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => [...all, toValue(code), 'profiles']),
    queryFn: () => body(api.GET('/api/v1/divisions/{code}/profiles', { params: { path: { code: toValue(code) } } })),
  })
}

export const findProfile = (code: string, year: number): Promise<Profile> =>
  body(api.GET('/api/v1/divisions/{code}/profiles/{year}', { params: { path: { code, year } } }))

export function useSaveProfile(code: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ year, draft, version }: { year: number; draft: PutProfile; version: number | null }) =>
      body(
        api.PUT('/api/v1/divisions/{code}/profiles/{year}', {
          params: { path: { code, year }, ...(version === null ? {} : { header: ifMatch(version) }) },
          body: draft,
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: all })
      await queries.invalidateQueries({ queryKey: ['indicators'] })
    },
  })
}
