import type { components } from '@/api/schema'
import type { Permission } from '@/session/permissions'

type Evidence = components['schemas']['Evidence']
type Subject = Pick<Evidence, 'subject_type' | 'subject_id' | 'owner_id' | 'division_code'>

interface Place {
  path: string
  permission: Permission
  /** The part of the page where the record stands. */
  hash?: string
}

/** The pages that show records of a table, and for records without a page of their own, that of their owner. */
const pages: Partial<Record<string, Place>> = {
  personnel: { path: '/personnel', permission: 'personnel:read' },
  premises: { path: '/premises', permission: 'premises:read' },
  events: { path: '/events', permission: 'events:read' },
  inspections: { path: '/inspections', permission: 'inspections:read' },
}
const owners: Partial<Record<string, Place>> = {
  treatments: { path: '/personnel', permission: 'personnel:read' },
  tests: { path: '/personnel', permission: 'personnel:read' },
  visits: { path: '/personnel', permission: 'personnel:read' },
  leaves: { path: '/personnel', permission: 'personnel:read' },
  handovers: { path: '/personnel', permission: 'personnel:read' },
  assessments: { path: '/personnel', permission: 'personnel:read' },
  stays: { path: '/personnel', permission: 'personnel:read' },
  notices: { path: '/personnel', permission: 'personnel:read' },
  team_members: { path: '/personnel', permission: 'personnel:read' },
  transfers: { path: '/personnel', permission: 'personnel:read' },
  tasks: { path: '/personnel', permission: 'personnel:read', hash: '#tasks' },
}
const lists: Partial<Record<string, Place>> = {
  staff: { path: '/staff', permission: 'staff:read' },
  group_posts: { path: '/leading-group', permission: 'staff:read' },
  documents: { path: '/documents', permission: 'staff:read' },
  campaigns: { path: '/campaigns', permission: 'inspections:read' },
  rectifications: { path: '/rectifications', permission: 'rectifications:read' },
  leads: { path: '/leads', permission: 'leads:read' },
}

/** Where this client shows a record behind a figure; nothing where it does not, or not to this caller. */
export function pathOf(subject: Subject, can: (permission: Permission) => boolean): string | null {
  const { subject_type, subject_id, owner_id, division_code } = subject
  const within = (place: Place | undefined, tail = ''): string | null =>
    place !== undefined && can(place.permission) ? `${place.path}${tail}${place.hash ?? ''}` : null
  if (subject_type in pages) return within(pages[subject_type], `/${subject_id}`)
  if (subject_type in owners) return owner_id ? within(owners[subject_type], `/${owner_id}`) : null
  if (subject_type.startsWith('division') || subject_type === 'grids') {
    return within({ path: '/divisions', permission: 'divisions:read' }, `/${division_code}`)
  }
  return within(lists[subject_type])
}
