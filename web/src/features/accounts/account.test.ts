import { describe, expect, it } from 'vitest'
import type { Permission } from '@/session/permissions'
import { actsOn, mayDecide } from './account'

const who = (id: string, ...held: Permission[]) => ({ id, can: (one: Permission) => held.includes(one) })
const account = { id: 'a1', state: 'active', role: 'caseworker', open_sessions: 1 } as const

describe('an account', () => {
  it('is managed by one, and has its role taken away by another', () => {
    expect(actsOn(account, who('m', 'accounts:manage'))).toEqual(['end_sessions', 'lock', 'close'])
    expect(actsOn(account, who('g', 'accounts:grant'))).toEqual(['revoke_role'])
    expect(actsOn(account, who('r', 'accounts:read'))).toEqual([])
  })

  it('is nobody’s own to manage', () => {
    expect(actsOn(account, who('a1', 'accounts:manage', 'accounts:grant'))).toEqual([])
  })

  it('offers what makes sense as it stands', () => {
    const manager = who('m', 'accounts:manage', 'accounts:grant')
    expect(actsOn({ ...account, state: 'locked', open_sessions: 0 }, manager)).toEqual([
      'unlock',
      'revoke_role',
      'close',
    ])
    expect(actsOn({ ...account, state: 'closed', open_sessions: 0 }, manager)).toEqual([])
    expect(actsOn({ ...account, role: 'unassigned', open_sessions: 0 }, manager)).toEqual(['lock', 'close'])
  })

  it('has what is asked for it confirmed by a third', () => {
    const request = {
      state: 'open',
      asked_by: { id: 'g', username: 'g' },
      account: { id: 'a1', username: 'a' },
    } as const
    expect(mayDecide(request, who('c', 'accounts:confirm'))).toBe(true)
    expect(mayDecide(request, who('g', 'accounts:confirm'))).toBe(false)
    expect(mayDecide(request, who('a1', 'accounts:confirm'))).toBe(false)
    expect(mayDecide(request, who('c', 'accounts:grant'))).toBe(false)
    expect(mayDecide({ ...request, state: 'declined' }, who('c', 'accounts:confirm'))).toBe(false)
  })
})
