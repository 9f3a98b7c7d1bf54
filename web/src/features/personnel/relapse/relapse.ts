import { ApiError } from '@/api/problem'
import type { CreateTreatment } from '../records/queries'
import type { CreatePerson } from '../queries'
import type { RegisterRelapse } from './queries'

/** The measures a decision orders; the others are entered of one's own will. */
export const ordered: readonly CreateTreatment['kind'][] = [
  'community_treatment',
  'community_rehabilitation',
  'compulsory_isolation',
]

/** The new file and the decision it rests on, as one form holds them. */
export type Relapse = CreatePerson & Pick<CreateTreatment, 'kind' | 'document_no' | 'decided_on' | 'received_on'>

export const bodyOf = ({ kind, document_no, decided_on, received_on, ...person }: Relapse): RegisterRelapse => ({
  person,
  treatment: { kind, document_no, decided_on, received_on, state: 'ordered' },
})

/** The server names a field by the part of the body it stands in, or plainly; the form knows it plainly. */
export function unnested({ status, problem }: ApiError): ApiError {
  if (problem === null) return new ApiError(status, null)
  const plain = (pointer: string): string => pointer.replace(/^#?\/(?:person|treatment)(?=\/)/, '')
  const errors = problem.errors?.map((one) => ({ ...one, pointer: plain(one.pointer) }))
  return new ApiError(status, { ...problem, errors })
}
