import { ApiError } from '@/api/problem'
import type { DraftState } from './database'
import type { Facts } from './queries'

/** The place a record is about, as far as the form and the queue show it without the network. */
export interface Place {
  id: string
  name: string
  code: string
  kind: string
}

/** A record of an inspection that the server does not have yet, or is not known to have. */
export interface Draft {
  /** Made once, and sent as `Idempotency-Key` with every attempt, so that however many arrive, one record is made. */
  id: string
  made_at: number
  state: DraftState
  /** Which change of it this is, as it lay in the store. */
  revision: number
  place: Place
  facts: Facts
  /** The server's reasons by field; under the empty name, what concerns no field. */
  refusal: Record<string, string>
}

/** How long a draft may lie on the device. */
export const lifetime = 72 * 60 * 60 * 1000

export const isExpired = ({ made_at }: Pick<Draft, 'made_at'>, now: number): boolean => now - made_at >= lifetime

/** What the server may already have must not be changed before it is known: the attempt is repeated as it was. */
export const mayMend = ({ state }: Pick<Draft, 'state'>): boolean => state !== 'unclear'

type Content = Pick<Draft, 'place' | 'facts' | 'refusal'>

export const contentOf = ({ place, facts, refusal }: Draft): Content => ({ place, facts, refusal })

/** Only this client's own sealed text gets here; the tag vouches for it, and this for its version. */
export const isContent = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && 'place' in value && 'facts' in value && 'refusal' in value

/** A kept refusal as the server gave it, so that a form shows it at its fields. */
export function refusalOf({ refusal }: Pick<Draft, 'refusal'>): ApiError {
  const detail = Object.values(refusal).join(' ')
  const errors = Object.entries(refusal)
    .filter(([name]) => name !== '')
    .map(([name, words]) => ({ pointer: `/${name.replaceAll('.', '/')}`, code: 'draft.refused', detail: words }))
  return new ApiError(422, {
    type: '',
    title: detail,
    status: 422,
    detail,
    code: 'draft.refused',
    errors,
    trace_id: '',
  })
}
