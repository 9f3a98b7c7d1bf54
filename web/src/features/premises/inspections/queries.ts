import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import { ApiError } from '@/api/problem'
import type { components, paths } from '@/api/schema'
import { flag, oneOf } from '@/composables/oneOf'
import type { Save } from '@/composables/useRecordForm'

type Schemas = components['schemas']
export type Inspection = Schemas['Inspection']
export type CreateInspection = Schemas['CreateInspection']
export type Checklist = Schemas['Checklist']
type Query = NonNullable<paths['/api/v1/inspections']['get']['parameters']['query']>

export const inspectionFilters = [
  'division',
  'campaign',
  'outcome',
  'is_signed',
  'awaits',
  'inspected_on_from',
  'inspected_on_to',
  'premises',
  'corrected',
  'haste',
] as const
export type InspectionListQuery = { page: number; per_page: number; sort?: string } & Partial<
  Record<(typeof inspectionFilters)[number], string>
>

const orders: readonly NonNullable<Query['sort']>[] = ['-inspected_on', 'inspected_on']

/** In which capacities inspections are signed. */
export const capacities: readonly Schemas['SignatureRole'][] = ['inspector', 'village_head', 'town_office']

const asked = (list: InspectionListQuery): Query => ({
  ...list,
  sort: oneOf(orders, list.sort),
  is_signed: flag(list.is_signed),
  corrected: flag(list.corrected),
  haste: flag(list.haste),
  awaits: oneOf(capacities, list.awaits),
})

/** Inspections of all places in the caller's area. */
export function useInspections(query: MaybeRefOrGetter<InspectionListQuery>) {
  return useQuery({
    queryKey: computed(() => ['inspections', 'list', toValue(query)]),
    queryFn: () => body(api.GET('/api/v1/inspections', { params: { query: asked(toValue(query)) } })),
    placeholderData: keepPreviousData,
  })
}

/** Inspections of one place, latest first, with those that were corrected since. */
export function useInspectionsOf(premises: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['inspections', 'of', toValue(premises)]),
    queryFn: async (): Promise<Inspection[]> => {
      const id = toValue(premises)
      const pages = await Promise.all([inspectionsOf(id, false), inspectionsOf(id, true)])
      const all = pages.flatMap(({ items }) => items)
      return all.sort((one, other) => other.inspected_on.localeCompare(one.inspected_on))
    },
  })
}

/** Those that were corrected are in no list that does not ask for them. */
const inspectionsOf = (id: string, corrected: boolean) =>
  body(
    api.GET('/api/v1/premises/{id}/inspections', {
      params: { path: { id }, query: { per_page: 200, ...(corrected ? { corrected } : {}) } },
    }),
  )

export function useInspection(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['inspections', 'one', toValue(id)]),
    queryFn: () => findInspection(toValue(id)),
  })
}

export const findInspection = (id: string): Promise<Inspection> =>
  body(api.GET('/api/v1/inspections/{id}', { params: { path: { id } } }))

/** Somebody signed or corrected it meanwhile: what may be done with it is another thing now. */
const isOvertaken = (error: Error): boolean => error instanceof ApiError && error.status === 409

/** An inspection changes its place too: the date of the last one, and whether there was any; and what it led to. */
function useSaved() {
  const queries = useQueryClient()
  return () =>
    Promise.all(
      ['inspections', 'premises', 'coverage', 'leads', 'rectifications'].map((kind) =>
        queries.invalidateQueries({ queryKey: [kind] }),
      ),
    )
}

export function useSaveInspection(premises: string, id?: string) {
  const saved = useSaved()
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateInspection>): Promise<Inspection> => {
      const known = id ?? made
      return known === undefined || version === null
        ? body(
            api.POST('/api/v1/premises/{id}/inspections', {
              params: { path: { id: premises }, header: once(key) },
              body: draft,
            }),
          )
        : body(
            api.PATCH('/api/v1/inspections/{id}', {
              params: { path: { id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: saved,
    onError: (error) => (isOvertaken(error) ? saved() : undefined),
  })
}

export function useWithdrawInspection() {
  const saved = useSaved()
  return useMutation({
    mutationFn: ({ id, version, reason, key }: { id: string; version: number; reason: string; key: string }) =>
      api.POST('/api/v1/inspections/{id}/withdraw', {
        params: { path: { id }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: saved,
    onError: (error) => (isOvertaken(error) ? saved() : undefined),
  })
}

/** What the law and the guides have one look at, by kind of place. */
export const askChecklists = (): Promise<{ items: Checklist[] }> => body(api.GET('/api/v1/premises/checklists'))
