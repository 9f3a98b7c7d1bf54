import type { components } from '@/api/schema'

type Evidence = components['schemas']['Evidence']
type Subject = Pick<Evidence, 'subject_type' | 'subject_id' | 'owner_id' | 'division_code'>

/** The pages that show records of a table, and for records without a page of their own, that of their owner. */
const pages: Partial<Record<string, string>> = { personnel: '/personnel', premises: '/premises', events: '/events' }
const owners: Partial<Record<string, string>> = {
  treatments: '/personnel',
  tests: '/personnel',
  visits: '/personnel',
  inspections: '/premises',
}
const lists: Partial<Record<string, string>> = {
  staff: '/staff',
  group_posts: '/leading-group',
  documents: '/documents',
  campaigns: '/campaigns',
}

/** Where this client shows a record behind a figure; nothing where it does not. */
export function pathOf({ subject_type, subject_id, owner_id, division_code }: Subject): string | null {
  const page = pages[subject_type]
  if (page !== undefined) return `${page}/${subject_id}`
  const owner = owners[subject_type]
  if (owner !== undefined && owner_id) return `${owner}/${owner_id}`
  if (subject_type.startsWith('division')) return `/divisions/${division_code}`
  return lists[subject_type] ?? null
}
