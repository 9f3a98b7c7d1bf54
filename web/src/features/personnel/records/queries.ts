import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'

type Schemas = components['schemas']
export type Treatment = Schemas['Treatment']
export type Test = Schemas['Test']
export type Visit = Schemas['Visit']
export type CreateTreatment = Schemas['CreateTreatment']
export type CreateTest = Schemas['CreateTest']
export type CreateVisit = Schemas['CreateVisit']

export const recordKinds = ['treatments', 'tests', 'visits'] as const
export type RecordKind = (typeof recordKinds)[number]

/** A person's records are few (a monthly test for three years is 36), so one page holds them all. */
const query = { per_page: 200 }
const key = (person: string, kind: RecordKind) => ['personnel', person, kind]

export function useTreatments(person: MaybeRefOrGetter<string>, enabled: MaybeRefOrGetter<boolean> = true) {
  return useQuery({
    enabled: () => toValue(enabled),
    queryKey: computed(() => key(toValue(person), 'treatments')),
    queryFn: () =>
      body(
        api.GET('/api/v1/personnel/{id}/treatments', {
          params: { path: { id: toValue(person) }, query },
        }),
      ),
  })
}

export function useTests(person: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => key(toValue(person), 'tests')),
    queryFn: () => body(api.GET('/api/v1/personnel/{id}/tests', { params: { path: { id: toValue(person) }, query } })),
  })
}

export function useVisits(person: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => key(toValue(person), 'visits')),
    queryFn: () => body(api.GET('/api/v1/personnel/{id}/visits', { params: { path: { id: toValue(person) }, query } })),
  })
}

export const findTreatment = (id: string, treatment_id: string): Promise<Treatment> =>
  body(api.GET('/api/v1/personnel/{id}/treatments/{treatment_id}', { params: { path: { id, treatment_id } } }))

export const findTest = (id: string, test_id: string): Promise<Test> =>
  body(api.GET('/api/v1/personnel/{id}/tests/{test_id}', { params: { path: { id, test_id } } }))

export const findVisit = (id: string, visit_id: string): Promise<Visit> =>
  body(api.GET('/api/v1/personnel/{id}/visits/{visit_id}', { params: { path: { id, visit_id } } }))

/** A new record can change the person's status and timeline too. */
export function useSaved() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['personnel'] })
}

export function useSaveTreatment(id: string, treatment_id?: string) {
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateTreatment>): Promise<Treatment> => {
      const known = treatment_id ?? made
      return known === undefined || version === null
        ? body(
            api.POST('/api/v1/personnel/{id}/treatments', {
              params: { path: { id }, header: once(key) },
              body: draft,
            }),
          )
        : body(
            api.PATCH('/api/v1/personnel/{id}/treatments/{treatment_id}', {
              params: { path: { id, treatment_id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: useSaved(),
  })
}

export function useSaveTest(id: string, test_id?: string) {
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateTest>): Promise<Test> => {
      const known = test_id ?? made
      return known === undefined || version === null
        ? body(
            api.POST('/api/v1/personnel/{id}/tests', {
              params: { path: { id }, header: once(key) },
              body: draft,
            }),
          )
        : body(
            api.PATCH('/api/v1/personnel/{id}/tests/{test_id}', {
              params: { path: { id, test_id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: useSaved(),
  })
}

export function useSaveVisit(id: string, visit_id?: string) {
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateVisit>): Promise<Visit> => {
      const known = visit_id ?? made
      return known === undefined || version === null
        ? body(
            api.POST('/api/v1/personnel/{id}/visits', {
              params: { path: { id }, header: once(key) },
              body: draft,
            }),
          )
        : body(
            api.PATCH('/api/v1/personnel/{id}/visits/{visit_id}', {
              params: { path: { id, visit_id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: useSaved(),
  })
}

export interface Withdrawal {
  kind: RecordKind
  id: string
  version: number
  reason: string
  key: string
}

export function useWithdrawRecord(person: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ kind, id: record, version, reason, key }: Withdrawal): Promise<unknown> => {
      const id = toValue(person)
      const header = { ...ifMatch(version), ...once(key) }
      const body = { reason }
      switch (kind) {
        case 'treatments':
          return api.POST('/api/v1/personnel/{id}/treatments/{treatment_id}/withdraw', {
            params: { path: { id, treatment_id: record }, header },
            body,
          })
        case 'tests':
          return api.POST('/api/v1/personnel/{id}/tests/{test_id}/withdraw', {
            params: { path: { id, test_id: record }, header },
            body,
          })
        case 'visits':
          return api.POST('/api/v1/personnel/{id}/visits/{visit_id}/withdraw', {
            params: { path: { id, visit_id: record }, header },
            body,
          })
      }
    },
    onSuccess: useSaved(),
  })
}
