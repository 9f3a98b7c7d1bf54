import type { Permission } from '@/session/permissions'
import type { Account, Act, AccountRequest } from './queries'

/** No role yet: one is asked for by somebody else than who made the account. */
export const UNASSIGNED = 'unassigned'

const needs: Record<Act, Permission> = {
  lock: 'accounts:manage',
  unlock: 'accounts:manage',
  close: 'accounts:manage',
  end_sessions: 'accounts:manage',
  revoke_role: 'accounts:grant',
}

function isSensible(
  act: Act,
  { state, role, open_sessions }: Pick<Account, 'state' | 'role' | 'open_sessions'>,
): boolean {
  switch (act) {
    case 'lock':
      return state === 'active' || state === 'invited'
    case 'unlock':
      return state === 'locked'
    case 'close':
      return state !== 'closed'
    case 'end_sessions':
      return open_sessions > 0
    case 'revoke_role':
      return state !== 'closed' && role !== UNASSIGNED
  }
}

const acts: readonly Act[] = ['end_sessions', 'lock', 'unlock', 'revoke_role', 'close']

/** What somebody may do with an account as it stands; nobody does any of it to their own. */
export function actsOn(
  account: Pick<Account, 'id' | 'state' | 'role' | 'open_sessions'>,
  who: { id: string; can: (permission: Permission) => boolean },
): Act[] {
  return acts.filter((act) => account.id !== who.id && who.can(needs[act]) && isSensible(act, account))
}

/** Who asked does not confirm, and nobody confirms what is asked for themselves. The server knows who made the account, too. */
export const mayDecide = (
  { state, asked_by, account }: Pick<AccountRequest, 'state' | 'asked_by' | 'account'>,
  who: { id: string; can: (permission: Permission) => boolean },
): boolean => state === 'open' && who.can('accounts:confirm') && asked_by.id !== who.id && account.id !== who.id
