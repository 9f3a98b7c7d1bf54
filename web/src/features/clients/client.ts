import type { Permission } from '@/session/permissions'
import { daysBetween } from '@/composables/days'
import type { Tone } from '@/ui/tone'
import type { Client, ClientKind } from './queries'

/** The most a client of each kind may hold; the server refuses more, and a test compares this with its document. */
export const mayHold: Record<ClientKind, readonly Permission[]> = {
  reader: [
    'divisions:read',
    'personnel:read',
    'treatments:read',
    'tests:read',
    'tests:write',
    'visits:read',
    'leaves:read',
    'handovers:read',
    'notices:read',
    'assessments:read',
    'transfers:read',
    'tasks:read',
    'duties:read',
    'personnel:export',
    'premises:read',
    'inspections:read',
    'rectifications:read',
    'leads:read',
    'events:read',
    'events:write',
    'staff:read',
    'imports:read',
    'imports:write',
    'indicators:read',
    'reports:read',
    'rules:read',
    'changes:read',
  ],
  importer: ['imports:write', 'imports:read'],
  statistics: ['indicators:read', 'divisions:read'],
}

/** Only a client that exchanges records may be shown persons. */
export const isShownPersons = (kind: ClientKind | null | undefined): boolean => kind === 'reader'

/** `closed`: it has neither a secret nor a key, and so cannot come in. */
export type Standing = 'revoked' | 'expired' | 'closed' | 'ends_soon' | 'open'

const SOON = 30

export function standingOf(
  { revoked_at, expires_on, secrets, keys }: Pick<Client, 'revoked_at' | 'expires_on' | 'secrets' | 'keys'>,
  day: string,
): Standing {
  if (revoked_at !== null && revoked_at !== undefined) return 'revoked'
  if (expires_on < day) return 'expired'
  if (secrets.length + keys.length === 0) return 'closed'
  return daysBetween(day, expires_on) <= SOON ? 'ends_soon' : 'open'
}

export const standingTones: Record<Standing, Tone> = {
  revoked: 'flat',
  expired: 'bad',
  closed: 'due',
  ends_soon: 'due',
  open: 'ok',
}

const everywhere = new Set(['0.0.0.0/0', '::/0'])

/** Whether one of the networks is every address there is. */
export const isFromAnywhere = (networks: readonly string[]): boolean => networks.some((one) => everywhere.has(one))
