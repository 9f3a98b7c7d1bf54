import { useMutation, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, mergePatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'
import { useSaved } from '../records/queries'

type Schemas = components['schemas']
export type Assessment = Schemas['Assessment']
export type CreateAssessment = Schemas['CreateAssessment']

/** A person's assessments are few, so one page holds them all. */
const query = { per_page: 200 }

export function useAssessments(person: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['personnel', toValue(person), 'assessments']),
    queryFn: () =>
      body(api.GET('/api/v1/personnel/{id}/assessments', { params: { path: { id: toValue(person) }, query } })),
  })
}

export const findAssessment = (id: string, assessment_id: string): Promise<Assessment> =>
  body(api.GET('/api/v1/personnel/{id}/assessments/{assessment_id}', { params: { path: { id, assessment_id } } }))

export function useSaveAssessment(id: string, assessment_id?: string) {
  return useMutation({
    mutationFn: ({ draft, patch, version, key, id: made }: Save<CreateAssessment>): Promise<Assessment> => {
      const known = assessment_id ?? made
      return known === undefined || version === null
        ? body(
            api.POST('/api/v1/personnel/{id}/assessments', {
              params: { path: { id }, header: once(key) },
              body: draft,
            }),
          )
        : body(
            api.PATCH('/api/v1/personnel/{id}/assessments/{assessment_id}', {
              params: { path: { id, assessment_id: known }, header: ifMatch(version) },
              headers: mergePatch,
              body: patch,
            }),
          )
    },
    onSuccess: useSaved(),
  })
}

export function useWithdrawAssessment(person: MaybeRefOrGetter<string>) {
  return useMutation({
    mutationFn: ({ id, version, reason, key }: { id: string; version: number; reason: string; key: string }) =>
      api.POST('/api/v1/personnel/{id}/assessments/{assessment_id}/withdraw', {
        params: { path: { id: toValue(person), assessment_id: id }, header: { ...ifMatch(version), ...once(key) } },
        body: { reason },
      }),
    onSuccess: useSaved(),
  })
}
