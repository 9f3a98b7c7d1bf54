import type { components } from './schema'

type Known = components['schemas']
type Id = Known['Id']

export type PlannedPermission = 'inspections:review'

export type SignatureRole = 'inspector' | 'village_head' | 'town_office'
export type AttendanceRole = 'companion' | 'occupant'
export type SignerRole = SignatureRole | AttendanceRole
export type Haste = 'five_in_a_minute' | 'after_round_closed' | 'clocks_apart'

export interface Page<T> {
  items: T[]
  total: number
  total_is_lower_bound: boolean
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

/** The names stand for those of `components['schemas']`. */
export interface Shapes {
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
}
