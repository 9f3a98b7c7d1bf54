import type { components } from '@/api/schema'
import type { Permission } from '@/session/permissions'

type FieldClass = components['schemas']['FieldClass']

/** The lists that can be taken out, whom they are shown to, and what of them is masked unless it is asked for in full. */
export const exportLists = {
  personnel: {
    title: 'nav.personnel',
    permission: 'personnel:read',
    classes: ['name', 'contact', 'birth_date', 'identity_number', 'treatment'],
  },
  premises: { title: 'nav.premises', permission: 'premises:read', classes: ['owner'] },
  inspections: { title: 'nav.inspections', permission: 'inspections:read', classes: ['owner'] },
  events: { title: 'nav.events', permission: 'events:read', classes: ['name'] },
} as const satisfies Record<string, { title: string; permission: Permission; classes: readonly FieldClass[] }>

export type ExportedList = keyof typeof exportLists

export const isExportedList = (text: string): text is ExportedList => text in exportLists

/** What narrows a list, as the query string its export is asked for with: all but its pages. */
export function filterOf(query: Readonly<Record<string, string | number | undefined>>): string {
  const kept = Object.entries(query).flatMap(([name, value]) =>
    name === 'page' || name === 'per_page' || value === undefined ? [] : [[name, String(value)]],
  )
  return new URLSearchParams(kept).toString()
}
