import type { Export } from './queries'

/** Whoever looks at an export: their name as exports show it, and whether they decide on any. */
export interface Onlooker {
  name: string
  mayApprove: boolean
}

/** Nobody decides on an export of their own, and two approvers are two persons. The server holds it to accounts. */
export const mayDecide = (
  { state, requested_by, approved_by }: Pick<Export, 'state' | 'requested_by' | 'approved_by'>,
  { name, mayApprove }: Onlooker,
): boolean => mayApprove && state === 'awaiting_approval' && requested_by !== name && !approved_by.includes(name)

/** The file is for whoever asked for it. */
export const mayFetch = (
  { state, requested_by }: Pick<Export, 'state' | 'requested_by'>,
  { name }: Pick<Onlooker, 'name'>,
): boolean => state === 'ready' && requested_by === name

/** With these in full more than so many records need two approvers. */
export const ONE_APPROVER = 100
const identifying = new Set(['identity_number', 'contact'])

/** How many others must let it go, as far as is known before the records are counted. */
export function approversOf(classes: readonly string[]): 'nobody' | 'one' | 'one_or_two' {
  if (classes.length === 0) return 'nobody'
  return classes.some((one) => identifying.has(one)) ? 'one_or_two' : 'one'
}
