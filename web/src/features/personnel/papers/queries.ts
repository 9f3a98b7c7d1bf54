import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, download } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type Paper = Schemas['Paper']
export type Block = Schemas['PaperBlock']
export type PaperChoice = Schemas['PaperChoice']

/** A paper of a person, and the record it is filled from. */
export interface PaperOf {
  id: string
  paper: string
  record_id: string
}

const key = (person: string) => ['personnel', person, 'papers']

/** What can be printed for a person, that of the newest records first. */
export function usePapers(person: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => key(toValue(person))),
    queryFn: () => body(api.GET('/api/v1/personnel/{id}/papers', { params: { path: { id: toValue(person) } } })),
  })
}

export function usePaper(wanted: MaybeRefOrGetter<PaperOf>) {
  return useQuery({
    queryKey: computed(() => {
      const { id, paper, record_id } = toValue(wanted)
      return [...key(id), paper, record_id]
    }),
    queryFn: () =>
      body(api.GET('/api/v1/personnel/{id}/papers/{paper}/{record_id}', { params: { path: toValue(wanted) } })),
  })
}

export const downloadPaper = ({ id, paper, record_id }: PaperOf): Promise<Blob> =>
  download(`/api/v1/personnel/${id}/papers/${paper}/${record_id}/document.docx`)
