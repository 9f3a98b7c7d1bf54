import type { RouteLocationRaw } from 'vue-router'
import type { Permission } from '@/session/permissions'
import { isByWord, isPending } from './due'
import type { Task } from './queries'

interface Form {
  /** What the part of the person's page is called that opens its form when the address asks for it. */
  record: string
  permission: Permission
  /** Whether it is the measure itself that is changed. */
  isOfMeasure?: boolean
}

/**
 * The records that do a duty. A duty that is missing here is done in more than one place (an agreement is signed anew
 * after a change of place), or ends a file, which is never begun from a list.
 */
const forms: Partial<Record<Task['kind'], Form>> = {
  test: { record: 'test', permission: 'tests:write' },
  visit: { record: 'visit', permission: 'visits:write' },
  contact: { record: 'visit', permission: 'visits:write' },
  report_in: { record: 'treatment', permission: 'treatments:write', isOfMeasure: true },
  team: { record: 'team', permission: 'treatments:write' },
  notice: { record: 'notice', permission: 'notices:write' },
  handover: { record: 'handover', permission: 'handovers:write' },
}

type Can = (permission: Permission) => boolean
export type DutyOfForm = Pick<Task, 'id' | 'kind' | 'subject' | 'state'> &
  Partial<Pick<Task, 'episode_id' | 'campaign_id' | 'confirmed_on'>>

function inspecting({ subject, campaign_id }: DutyOfForm): RouteLocationRaw {
  return { path: `/premises/${subject.id}/inspect`, query: campaign_id ? { campaign: campaign_id } : {} }
}

function recording({ kind, subject, episode_id }: DutyOfForm, form: Form): RouteLocationRaw | null {
  if (form.isOfMeasure && !episode_id) return null
  const of = form.isOfMeasure && episode_id ? { of: episode_id } : {}
  return { path: `/personnel/${subject.id}`, query: { record: form.record, duty: kind, ...of } }
}

/** The very form that does a duty, for whom it is open; nothing where none does, or nothing is left to be done. */
export function formOf(task: DutyOfForm, can: Can): RouteLocationRaw | null {
  if (!isPending(task)) return null
  if (isByWord(task)) {
    const isOpen = can('tasks:work') && !task.confirmed_on
    return isOpen ? { path: '/tasks', query: { state: 'open,missed', confirm: task.id } } : null
  }
  if (task.kind === 'inspection') return can('inspections:write') && can('premises:read') ? inspecting(task) : null
  const form = forms[task.kind]
  if (form === undefined || !can('personnel:read') || !can(form.permission)) return null
  return recording(task, form)
}
