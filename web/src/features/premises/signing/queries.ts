import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import { ifMatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'
import type { Inspection } from '../inspections/queries'

type Schemas = components['schemas']
export type Signing = Schemas['Signing']
export type Sign = Schemas['SignInspection']
export type Attendance = NonNullable<Signing['attendance']>
export type Signer = Schemas['Signer']
export type Correct = Schemas['CorrectInspection']

/** What a signature would cover as the record stands now; never taken from memory. */
export function useSigning(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['inspections', 'signing', toValue(id)]),
    staleTime: 0,
    queryFn: () => body(api.GET('/api/v1/inspections/{id}/signing', { params: { path: { id: toValue(id) } } })),
  })
}

/** A signature or a correction changes the record, its place, the round, and what is to be signed next. */
function useChanged() {
  const queries = useQueryClient()
  return () =>
    Promise.all(['inspections', 'premises', 'coverage'].map((kind) => queries.invalidateQueries({ queryKey: [kind] })))
}

export function useSign(id: string) {
  const changed = useChanged()
  return useMutation({
    mutationFn: ({ sign, version, key }: { sign: Sign; version: number; key: string }): Promise<Inspection> =>
      body(
        api.POST('/api/v1/inspections/{id}/sign', {
          params: { path: { id }, header: { ...ifMatch(version), ...once(key) } },
          body: sign,
        }),
      ),
    // Not waited for: the form tells that it is signed before what it stands on is read anew, and it goes away with that.
    onSuccess: () => {
      void changed()
    },
  })
}

/** A signed record is not changed: a new one says what was wrong with it. */
export function useCorrect(id: string) {
  return useMutation({
    mutationFn: ({ draft, version, key }: Pick<Save<Correct>, 'draft' | 'version' | 'key'>): Promise<Inspection> =>
      body(
        api.POST('/api/v1/inspections/{id}/correct', {
          params: { path: { id }, header: { ...ifMatch(version ?? 0), ...once(key) } },
          body: draft,
        }),
      ),
    onSuccess: useChanged(),
  })
}
