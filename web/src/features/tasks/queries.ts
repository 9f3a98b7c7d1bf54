import { useMutation } from '@tanstack/vue-query'
import { api, body } from '@/api/client'
import { ifMatch, once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Save } from '@/composables/useRecordForm'
import { flag } from '@/composables/oneOf'
import type { Task, TaskQuery } from '@/duties/queries'

type Schemas = components['schemas']
export type Assign = Schemas['Assign']
export type ReturnTask = Schemas['ReturnTask']
export type ConfirmTask = Schemas['ConfirmTask']
export type AssignedItem = Schemas['AssignedItem']
export type AssignFilter = Schemas['AssignFilter']

export const taskFilters = [
  'q',
  'division',
  'state',
  'kind',
  'due_on_from',
  'due_on_to',
  'assignee',
  'returned',
] as const
type TaskListQuery = { page: number; per_page: number; sort?: string } & Partial<
  Record<(typeof taskFilters)[number], string>
>

/** So many duties may be given at once by their ids. */
export const mostAtOnce = 200

/** The list has one order, by the last day, and takes no other. */
export function asked(list: TaskListQuery): TaskQuery {
  const { page, per_page, q, division, state, kind, due_on_from, due_on_to, assignee, returned } = list
  return { page, per_page, q, division, state, kind, due_on_from, due_on_to, assignee, returned: flag(returned) }
}

export const findTask = (id: string): Promise<Task> => body(api.GET('/api/v1/tasks/{id}', { params: { path: { id } } }))

/** A changed duty may be in any list of them, all of which are read anew after any change. */
type Change<B> = Pick<Save<B>, 'draft' | 'version' | 'key'>

const header = (version: number | null, key: string) => ({ ...ifMatch(version ?? 0), ...once(key) })

export function useAssignTask(id: string) {
  return useMutation({
    mutationFn: ({ draft, version, key }: Change<Assign>): Promise<Task> =>
      body(
        api.POST('/api/v1/tasks/{id}/assign', {
          params: { path: { id }, header: header(version, key) },
          body: { assignee_id: draft.assignee_id ?? null },
        }),
      ),
  })
}

export function useAcceptTask() {
  return useMutation({
    mutationFn: ({ id, version, key }: { id: string; version: number; key: string }): Promise<Task> =>
      body(api.POST('/api/v1/tasks/{id}/accept', { params: { path: { id }, header: header(version, key) } })),
  })
}

export function useReturnTask(id: string) {
  return useMutation({
    mutationFn: ({ draft, version, key }: Change<ReturnTask>): Promise<Task> =>
      body(
        api.POST('/api/v1/tasks/{id}/return', { params: { path: { id }, header: header(version, key) }, body: draft }),
      ),
  })
}

export function useConfirmTask(id: string) {
  return useMutation({
    mutationFn: ({ draft, version, key }: Change<ConfirmTask>): Promise<Task> =>
      body(
        api.POST('/api/v1/tasks/{id}/confirm', { params: { path: { id }, header: header(version, key) }, body: draft }),
      ),
  })
}

/** Gives many duties to one person; each is answered by itself. */
export function useAssignTasks() {
  return useMutation({
    mutationFn: ({ ids, assignee_id, key }: { ids: string[]; assignee_id: string; key: string }) =>
      body(api.POST('/api/v1/tasks/actions/assign', { params: { header: once(key) }, body: { ids, assignee_id } })),
  })
}

interface HandOver {
  filter: AssignFilter
  /** How many were counted; when there are more or fewer by now, nothing is done. */
  expected_count: number
  assignee_id: string
  key: string
}

/** Hands over all that someone has of what the filter says. */
export function useHandOverTasks() {
  return useMutation({
    mutationFn: ({ key, ...order }: HandOver) =>
      body(api.POST('/api/v1/tasks/actions/assign', { params: { header: once(key) }, body: order })),
  })
}
