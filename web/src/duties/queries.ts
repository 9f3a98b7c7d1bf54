import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import type { components, paths } from '@/api/schema'

export type Task = components['schemas']['Task']
export type TaskQuery = NonNullable<paths['/api/v1/tasks']['get']['parameters']['query']>

export const taskKeys = {
  list: (query: TaskQuery) => ['tasks', 'list', query] as const,
  explanation: (id: string) => ['tasks', id, 'explanation'] as const,
}

export const findTasks = (query: TaskQuery) => body(api.GET('/api/v1/tasks', { params: { query } }))

/** Duties by their last day, the oldest first. */
export function useTasks(query: MaybeRefOrGetter<TaskQuery>, enabled: MaybeRefOrGetter<boolean> = true) {
  return useQuery({
    enabled: () => toValue(enabled),
    queryKey: computed(() => taskKeys.list(toValue(query))),
    queryFn: () => findTasks(toValue(query)),
    placeholderData: keepPreviousData,
  })
}

/** Why a duty exists; asked for when someone wants to know. */
export function useExplanation(id: MaybeRefOrGetter<string | undefined>) {
  return useQuery({
    queryKey: computed(() => taskKeys.explanation(toValue(id) ?? '')),
    enabled: () => toValue(id) !== undefined,
    queryFn: () => body(api.GET('/api/v1/tasks/{id}/explanation', { params: { path: { id: toValue(id) ?? '' } } })),
  })
}
