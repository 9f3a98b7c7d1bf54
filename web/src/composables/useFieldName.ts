import { useI18n } from 'vue-i18n'

/** The rooms of the language files that name the fields of a record. */
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
  leaves: 'personnel',
  handovers: 'personnel',
  assessments: 'care',
  stays: 'personnel',
  notices: 'care',
  special_groups: 'care',
  team_members: 'care',
  transfers: 'transfers',
  premises: 'premises',
  inspections: 'premises',
  campaigns: 'premises',
  events: 'events',
}

/** Fields that one kind of record calls by another key than the rest. */
const particular: Partial<Record<string, string>> = {
  'personnel.external_refs': 'history.external_refs',
  'tests.remote': 'care.remote',
  'leaves.contact': 'personnel.leave_contact',
  'handovers.documents': 'personnel.papers',
  'handovers.reason': 'personnel.handover_reason',
  'assessments.document_no': 'care.assessment_no',
  'assessments.level': 'personnel.risk_level',
  'stays.contact': 'personnel.leave_contact',
  'stays.joint': 'care.joint',
  'notices.document_no': 'care.notice_no',
  'special_groups.document_no': 'care.special_proof',
  'special_groups.until': 'care.special_until',
  'transfers.to_division': 'transfers.to',
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

/** What a form calls a field of a record; the server may know more fields than these pages. */
export function useFieldName() {
  const i18n = useI18n()
  return (resource: string, field: string): string => {
    const last = field.split('.').pop() ?? field
    const room = rooms[resource] ?? resource
    const keys = [
      particular[`${resource}.${last}`],
      others[last],
      `${room}.${last}`,
      `${room}.profile_${last}`,
      `staff.document_${last}`,
      `field.${last}`,
    ]
    const key = keys.find((candidate) => candidate !== undefined && i18n.te(candidate))
    return key === undefined ? field : i18n.t(key)
  }
}
