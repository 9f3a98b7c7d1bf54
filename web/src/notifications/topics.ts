import type { components } from '@/api/schema'
import type { Permission } from '@/session/permissions'

export type Topic = components['schemas']['Topic']

/** What whoever is told of a topic may do: the server tells nobody else. A test compares it with the server's own table. */
export const actsOn: Record<Topic, Permission> = {
  duties_overdue: 'tasks:work',
  windows_missed: 'tasks:work',
  duties_due: 'tasks:work',
  duties_returned: 'tasks:assign',
  transfers_incoming: 'transfers:write',
  places_overdue: 'inspections:write',
  places_proposed: 'premises:decide',
  inspections_to_sign: 'inspections:write',
  rectifications_overdue: 'rectifications:write',
  leads_raised: 'leads:decide',
  imports_planned: 'imports:write',
  imports_finished: 'imports:write',
  exports_to_approve: 'exports:approve',
  exports_ready: 'exports:request',
  webhooks_disabled: 'webhooks:manage',
  deliveries_parked: 'webhooks:manage',
}

const isTopic = (name: string): name is Topic => name in actsOn

/** The topics somebody can be told of, in the order in which they are told. */
export const topicsOf = (can: (permission: Permission) => boolean): Topic[] =>
  Object.keys(actsOn)
    .filter(isTopic)
    .filter((topic) => can(actsOn[topic]))
