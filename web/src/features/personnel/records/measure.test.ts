import { expect, it } from 'vitest'
import { isCarriedOut } from './measure'

it('is carried out by the town while it is under way in the community', () => {
  expect(isCarriedOut({ kind: 'community_treatment', state: 'executing' })).toBe(true)
  expect(isCarriedOut({ kind: 'community_treatment', state: 'released' })).toBe(false)
  expect(isCarriedOut({ kind: 'compulsory_isolation', state: 'executing' })).toBe(false)
})
