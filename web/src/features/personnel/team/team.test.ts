import { expect, it } from 'vitest'
import { isThere, missingRoles, roles } from './team'

const member = (role: (typeof roles)[number], since = '2026-01-05', until: string | null = null) => ({
  role,
  since,
  until,
})

it('counts a member from the first day to the last', () => {
  expect(isThere({ since: '2026-01-05', until: null }, '2026-01-04')).toBe(false)
  expect(isThere({ since: '2026-01-05', until: null }, '2026-01-05')).toBe(true)
  expect(isThere({ since: '2026-01-05', until: '2026-02-01' }, '2026-02-01')).toBe(true)
  expect(isThere({ since: '2026-01-05', until: '2026-02-01' }, '2026-02-02')).toBe(false)
})

it('names the kinds nobody stands for', () => {
  expect(missingRoles([], '2026-01-05')).toEqual(roles)
  expect(
    missingRoles(
      roles.map((role) => member(role)),
      '2026-01-05',
    ),
  ).toEqual([])
  const team = [member('case_worker'), member('police', '2026-01-05', '2026-01-31'), member('family')]
  expect(missingRoles(team, '2026-01-20')).toEqual(['medic', 'volunteer'])
  expect(missingRoles(team, '2026-02-20')).toEqual(['police', 'medic', 'volunteer'])
})
