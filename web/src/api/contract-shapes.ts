import type { components } from './schema'

type Known = components['schemas']
type Id = Known['Id']

export type PlannedPermission =
  | 'premises:propose'
  | 'premises:decide'
  | 'rectifications:read'
  | 'rectifications:write'
  | 'leads:read'
  | 'leads:decide'
  | 'inspections:review'
  | 'campaigns:plan'
  | 'audit:read'
  | 'duties:read'

export type PremisesKind =
  Known['PremisesKind'] | 'household' | 'quarry_kiln' | 'greenhouse' | 'hydropower' | 'beauty_fitness'
export type PrecursorClass = 'class_1' | 'class_2' | 'class_3'
export type Severity = 'minor' | 'ordinary' | 'serious'
export type RectificationState = 'open' | 'overdue' | 'closed' | 'referred'
export type ReferredTo = 'police' | 'culture' | 'market' | 'emergency' | 'other'
export type LeadState = 'raised' | 'received'
export type SignatureRole = 'inspector' | 'village_head' | 'town_office'
export type AttendanceRole = 'companion' | 'occupant'
export type SignerRole = SignatureRole | AttendanceRole
export type Haste = 'five_in_a_minute' | 'after_round_closed' | 'clocks_apart'
type Outcome = Known['InspectionOutcome']

export interface Page<T> {
  items: T[]
  total: number
  total_is_lower_bound: boolean
}

interface Stamps {
  id: Id
  version: number
  created_at: string
  updated_at: string
}

interface PremisesCounts {
  rooms?: number | null
  tenants?: number | null
  migrants?: number | null
  precursor_classes?: PrecursorClass[]
}

interface Signer {
  role: SignerRole
  name?: string | null
  refused: boolean
  signed_at: string
}

interface Attendance {
  role: AttendanceRole
  name?: string | null
  strokes?: string | null
  refused_because?: string | null
}

interface Row {
  division_code: string
  division_name: string
  units: number
  with_outcome: number
  excluded: number
  without_outcome: number
  outcomes: Record<Outcome, number>
  unsigned: number
  outside_list: number
  per_mille?: number | null
}

interface BoardVillage {
  division_code: string
  division_name: string
  units: number
  reached: number
  never_inspected: number
  cells: { campaign_id: Id; units: number; with_outcome: number; unsigned: number; per_mille?: number | null }[]
}

interface Gap {
  premises_id: Id
  code: string
  name: string
  kind: PremisesKind
  division_code: string
  division_name: string
  last_inspected_on?: string | null
  last_outcome?: Outcome | null
  assignee_id?: Id | null
}

/** The names stand for those of `components['schemas']`. */
export interface Shapes {
  CreatePremises: Omit<Known['CreatePremises'], 'kind'> & PremisesCounts & { kind: PremisesKind }
  Premises: Omit<Known['Premises'], 'kind'> &
    PremisesCounts & {
      kind: PremisesKind
      is_proposed: boolean
      merged_into_id?: Id | null
      inspect_every_days: number
      inspection_due_on?: string | null
      is_overdue: boolean
    }
  Checklist: { kind: PremisesKind; kind_label: string; items: { item: string; basis: string }[] }
  PrecursorDuties: {
    class: PrecursorClass
    class_label: string
    chemicals: string[]
    duties: { text: string; basis: string }[]
    schedule_note: string
  }
  Merge: { into_id: Id; reason: string }
  CreateInspection: Known['CreateInspection']
  Inspection: Known['Inspection'] & {
    signed_at?: string | null
    content_hash?: string | null
    corrects_id?: Id | null
    corrects_because?: string | null
    corrected_by_id?: Id | null
    signers: Signer[]
    haste?: Haste[] | null
  }
  Signer: Signer
  Signing: {
    content: { [name: string]: unknown }
    canonical: string
    content_hash: string
    statement_zh: string
    statement_en: string
    signers: Signer[]
    attendance?: Attendance | null
    next_roles: SignatureRole[]
    version: number
  }
  Sign: {
    role: SignatureRole
    content_hash: string
    password: string
    device_time: string
    attendance?: Attendance | null
  }
  Correct: { facts: Known['CreateInspection']; reason: string }
  CreateRectification: { severity: Severity; ordered_on: string; due_on?: string | null; demand: string }
  Rectification: Stamps & {
    premises_id: Id
    premises_code: string
    premises_name: string
    division_code: string
    inspection_id: Id
    severity: Severity
    ordered_on: string
    due_on: string
    demand?: string | null
    state: RectificationState
    closed_on?: string | null
    reinspection_id?: Id | null
    referral: { to: ReferredTo; document_no?: string | null; referred_on: string; note?: string | null } | null
    masked: string[]
  }
  Refer: { to: ReferredTo; document_no: string; referred_on: string; note?: string | null }
  Lead: Stamps & {
    premises_id: Id
    premises_code: string
    premises_name: string
    division_code: string
    inspection_id: Id
    signs: Known['WarningSign'][]
    raised_on: string
    state: LeadState
    received_on?: string | null
    receipt_no?: string | null
    note?: string | null
  }
  Receive: { received_on: string; receipt_no?: string | null; note?: string | null }
  Freeze: { kinds?: PremisesKind[]; division?: string; source: string }
  Frozen: { id: Id; campaign_id: Id; frozen_on: string; source: string; units: number; version: number }
  Unit: {
    row_no?: number | null
    premises_id: Id
    code: string
    name: string
    kind: PremisesKind
    division_code: string
    outcome?: Outcome | null
    inspected_on?: string | null
    inspection_id?: Id | null
    is_signed?: boolean | null
    assignee_id?: Id | null
    is_excluded: boolean
    excluded_because?: string | null
    on_list: boolean
    version?: number | null
  }
  AssignUnits: { division?: string; premises_ids?: Id[]; assignee_id?: Id | null }
  CoverageRow: Row
  Coverage: {
    campaign: { id: Id; title: string; kind: Known['CampaignKind']; starts_on?: string | null; ends_on?: string | null }
    is_frozen: boolean
    frozen_on?: string | null
    source?: string | null
    rows: Row[]
    total: Row
    words_zh: string
    words_en: string
  }
  BoardVillage: BoardVillage
  Board: {
    rounds: {
      id: Id
      title: string
      kind: Known['CampaignKind']
      first_on?: string | null
      last_on?: string | null
      is_frozen: boolean
    }[]
    villages: BoardVillage[]
    total: BoardVillage
  }
  Gap: Gap
  MadeTasks: { created: number; existing: number; off_register: number }
  GapTasks: { division?: string; due_on: string; assignee_id?: Id | null; expected_count: number }
  Sheet: {
    campaign: { id: Id; title: string; kind: Known['CampaignKind'] }
    division_code: string
    printed_at: string
    rows: {
      row_no: number
      code: string
      name: string
      address?: string | null
      last_outcome?: Outcome | null
      last_inspected_on?: string | null
    }[]
  }
  SheetRecord: { row_no: number; outcome: Outcome; is_signed: boolean; defect_notes?: string | null }
  SheetRecords: {
    division: string
    inspected_on: string
    inspector_id?: Id | null
    inspector?: string | null
    rows: { row_no: number; outcome: Outcome; is_signed: boolean; defect_notes?: string | null }[]
  }
  SheetAnswer: { items: { row_no: number; inspection_id?: Id | null; error?: SheetError | null }[] }
  Head: { size: number; root: string; signed_at: string; note: string }
  JournalKey: { public_key: string; name: string }
  Access: {
    at: string
    account_id?: Id | null
    username?: string | null
    operation: string
    persons: Id[]
    count: number
  }
}

interface SheetError {
  code: string
  zh: string
  en: string
}
