import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { body } from '@/api/client'
import { planned as api, type Shapes } from '@/api/contract'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { PlannedPaths } from '@/api/contract-paths'
import type { components } from '@/api/schema'
import { flag, oneOf } from '@/composables/oneOf'
import type { Save } from '@/composables/useRecordForm'

export type Inspection = Shapes['Inspection']
export type CreateInspection = Shapes['CreateInspection']
export type Checklist = components['schemas']['Checklist']
type Query = NonNullable<PlannedPaths['/api/v1/inspections']['get']['parameters']['query']>

export const inspectionFilters = [
  'division',
  'campaign',
  'outcome',
  'is_signed',
  'inspected_on_from',
  'inspected_on_to',
  'premises',
  'haste',
] as const
export type InspectionListQuery = { page: number; per_page: number; sort?: string } & Partial<
  Record<(typeof inspectionFilters)[number], string>
>

const orders: readonly NonNullable<Query['sort']>[] = ['-inspected_on', 'inspected_on']

const asked = (list: InspectionListQuery): Query => ({
  ...list,
  sort: oneOf(orders, list.sort),
  is_signed: flag(list.is_signed),
  haste: flag(list.haste),
})

/** Inspections of all places in the caller's area. */
export function useInspections(query: MaybeRefOrGetter<InspectionListQuery>) {
  return useQuery({
    queryKey: computed(() => ['inspections', 'list', toValue(query)]),
    queryFn: () => body(api.GET('/api/v1/inspections', { params: { query: asked(toValue(query)) } })),
    placeholderData: keepPreviousData,
  })
}

/** Inspections of one place, latest first. */
export function useInspectionsOf(premises: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['inspections', 'of', toValue(premises)]),
    queryFn: () =>
      body(
        api.GET('/api/v1/premises/{id}/inspections', {
          params: { path: { id: toValue(premises) }, query: { per_page: 200 } },
        }),
      ),
  })
}

export function useInspection(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['inspections', 'one', toValue(id)]),
    queryFn: () => findInspection(toValue(id)),
  })
}

export const findInspection = (id: string): Promise<Inspection> =>
  body(api.GET('/api/v1/inspections/{id}', { params: { path: { id } } }))

/** An inspection changes its place too: the date of the last one, and whether there was any. */
function useSaved() {
  const queries = useQueryClient()
  return async () => {
    await queries.invalidateQueries({ queryKey: ['inspections'] })
    await queries.invalidateQueries({ queryKey: ['premises'] })
    await queries.invalidateQueries({ queryKey: ['coverage'] })
  }
}

export function useSaveInspection(premises: string, id?: string) {
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
    onSuccess: useSaved(),
  })
}

export function useWithdrawInspection() {
  return useMutation({
    mutationFn: ({ id, version, reason, key }: { id: string; version: number; reason: string; key: string }) =>
      api.POST('/api/v1/inspections/{id}/withdraw', {
        params: { path: { id }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: useSaved(),
  })
}

/** What the law and the guides have one look at, by kind of place. */
export const askChecklists = (): Promise<{ items: Checklist[] }> => body(api.GET('/api/v1/premises/checklists'))
