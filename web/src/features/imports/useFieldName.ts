import { useI18n } from 'vue-i18n'

/** The rooms of the language files that name the fields of a resource, in which a field is looked up in turn. */
const rooms: Partial<Record<string, string>> = {
  divisions: 'divisions',
  profiles: 'divisions',
  grids: 'divisions',
  staff: 'staff',
  leading_group: 'staff',
  documents: 'staff',
  personnel: 'personnel',
  treatments: 'personnel',
  tests: 'personnel',
  visits: 'personnel',
  premises: 'premises',
  inspections: 'premises',
  campaigns: 'premises',
  events: 'events',
}

/** Fields whose label has another key than their own name. */
const others: Partial<Record<string, string>> = {
  division_code: 'field.division',
  case_worker_id: 'personnel.case_worker',
  grid_id: 'personnel.grid',
  campaign_id: 'premises.campaign',
  inspector_id: 'premises.inspector',
  settings: 'events.setting',
  status: 'field.status',
  kind: 'field.kind',
  notes: 'field.notes',
  phone: 'field.phone',
}

/** What a form calls the field an import changes; the server may know more fields than these pages. */
export function useFieldName() {
  const i18n = useI18n()
  return (resource: string, field: string): string => {
    const last = field.split('.').pop() ?? field
    const room = rooms[resource] ?? resource
    const keys = [others[last], `${room}.${last}`, `${room}.profile_${last}`, `staff.document_${last}`, `field.${last}`]
    const key = keys.find((candidate) => candidate !== undefined && i18n.te(candidate))
    return key === undefined ? field : i18n.t(key)
  }
}
