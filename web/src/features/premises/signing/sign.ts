import type { Sign } from './queries'

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
