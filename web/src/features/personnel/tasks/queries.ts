import { useMutation } from '@tanstack/vue-query'
import { api, body } from '@/api/client'
import { once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'
import type { Task } from '@/duties/queries'

export type CreateTask = components['schemas']['CreateTask']

/** Gives a task about a person; the lists of duties are read anew after any change. */
export function useGiveTask(id: string) {
  return useMutation({
    mutationFn: ({ draft, key }: Pick<Save<CreateTask>, 'draft' | 'key'>): Promise<Task> =>
      body(api.POST('/api/v1/personnel/{id}/tasks', { params: { path: { id }, header: once(key) }, body: draft })),
  })
}
