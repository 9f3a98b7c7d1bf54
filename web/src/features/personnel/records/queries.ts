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

export function useTreatments(person: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => key(toValue(person), 'treatments')),
    queryFn: () =>
      body(
        api.GET('/api/v1/personnel/{person_id}/treatments', {
          params: { path: { person_id: toValue(person) }, query },
        }),
      ),
  })
}

export function useTests(person: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => key(toValue(person), 'tests')),
    queryFn: () =>
      body(api.GET('/api/v1/personnel/{person_id}/tests', { params: { path: { person_id: toValue(person) }, query } })),
  })
}

export function useVisits(person: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => key(toValue(person), 'visits')),
    queryFn: () =>
      body(
        api.GET('/api/v1/personnel/{person_id}/visits', { params: { path: { person_id: toValue(person) }, query } }),
      ),
  })
}

export const findTreatment = (person_id: string, id: string): Promise<Treatment> =>
  body(api.GET('/api/v1/personnel/{person_id}/treatments/{id}', { params: { path: { person_id, id } } }))

export const findTest = (person_id: string, id: string): Promise<Test> =>
  body(api.GET('/api/v1/personnel/{person_id}/tests/{id}', { params: { path: { person_id, id } } }))

export const findVisit = (person_id: string, id: string): Promise<Visit> =>
  body(api.GET('/api/v1/personnel/{person_id}/visits/{id}', { params: { path: { person_id, id } } }))

/** A new record can change the person's status and timeline too. */
function useSaved() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['personnel'] })
}

export function useSaveTreatment(person_id: string, id?: string) {
  return useMutation({
    mutationFn: ({ draft, patch, version, key }: Save<CreateTreatment>): Promise<Treatment> =>
      id === undefined || version === null
        ? body(
            api.POST('/api/v1/personnel/{person_id}/treatments', {
              params: { path: { person_id }, header: once(key) },
              body: draft,
            }),
          )
        : body(
            api.PATCH('/api/v1/personnel/{person_id}/treatments/{id}', {
              params: { path: { person_id, id }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          ),
    onSuccess: useSaved(),
  })
}

export function useSaveTest(person_id: string, id?: string) {
  return useMutation({
    mutationFn: ({ draft, patch, version, key }: Save<CreateTest>): Promise<Test> =>
      id === undefined || version === null
        ? body(
            api.POST('/api/v1/personnel/{person_id}/tests', {
              params: { path: { person_id }, header: once(key) },
              body: draft,
            }),
          )
        : body(
            api.PATCH('/api/v1/personnel/{person_id}/tests/{id}', {
              params: { path: { person_id, id }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          ),
    onSuccess: useSaved(),
  })
}

export function useSaveVisit(person_id: string, id?: string) {
  return useMutation({
    mutationFn: ({ draft, patch, version, key }: Save<CreateVisit>): Promise<Visit> =>
      id === undefined || version === null
        ? body(
            api.POST('/api/v1/personnel/{person_id}/visits', {
              params: { path: { person_id }, header: once(key) },
              body: draft,
            }),
          )
        : body(
            api.PATCH('/api/v1/personnel/{person_id}/visits/{id}', {
              params: { path: { person_id, id }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          ),
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

export function useWithdrawRecord(person_id: string) {
  return useMutation({
    mutationFn: ({ kind, id, version, reason, key }: Withdrawal) =>
      api.POST(`/api/v1/personnel/{person_id}/${kind}/{id}/withdraw`, {
        params: { path: { person_id, id }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: useSaved(),
  })
}
