import { ApiError } from '@/api/problem'
import type { Sign, Signer } from './queries'

/** What is typed on the page of a signature. */
export interface Typed {
  role: Sign['role']
  content_hash: string
  device_time: string
  password: string
  /** Whether somebody was there, and signs with a finger or does not want to. */
  attends: 'drawn' | 'refused' | 'nobody'
  attendant: 'companion' | 'occupant'
  name?: string | null
  strokes?: string | null
  refused_because?: string | null
}

/** Who was there is asked together with the inspector's own signature, as both stand in the same place. */
export const asksAttendance = (role: Sign['role'] | null | undefined): boolean => role === 'inspector'

/** The signature as the server takes it. */
export function signOf(typed: Typed): Sign {
  const { role, content_hash, device_time, password } = typed
  const sign = { role, content_hash, device_time, password }
  if (!asksAttendance(role) || typed.attends === 'nobody') return sign
  const who = { role: typed.attendant, name: typed.name ?? null }
  return {
    ...sign,
    attendance:
      typed.attends === 'drawn'
        ? { ...who, strokes: typed.strokes ?? null }
        : { ...who, refused_because: typed.refused_because ?? null },
  }
}

/** Who signs an inspection, one after the other. */
const chain: readonly Sign['role'][] = ['inspector', 'village_head', 'town_office']

/** Whose signatures are not there yet, the next one first. What the caller may sign does not tell that. */
export const missingOf = (signers: readonly Pick<Signer, 'role'>[]): Sign['role'][] =>
  chain.filter((role) => !signers.some((signer) => signer.role === role))

/** The record or its signatures are not what the page shows: changed, signed or corrected by somebody else meanwhile. */
export const isOvertaken = (error: unknown): boolean => error instanceof ApiError && [409, 412].includes(error.status)

/** A refusal of a part of what was sent, at the fields of the form, which has that part spread out. */
export function spread(error: unknown, part: string): unknown {
  if (!(error instanceof ApiError) || error.problem === null) return error
  const errors = (error.problem.errors ?? []).map((one) => ({
    ...one,
    pointer: one.pointer.startsWith(`/${part}/`) ? one.pointer.slice(part.length + 1) : one.pointer,
  }))
  return new ApiError(error.status, { ...error.problem, errors })
}
