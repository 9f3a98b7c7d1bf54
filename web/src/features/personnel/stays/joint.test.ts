import { expect, it } from 'vitest'
import { wholeChange, wholeJoint } from './joint'

const letter = { partner: '长安镇禁毒办', letter_no: '双向管控函（2025）第3号', sent_on: '2025-03-01' }

it('sends a letter only when it is whole', () => {
  expect(wholeJoint(null)).toBeNull()
  expect(wholeJoint({ partner: '长安镇禁毒办' })).toBeNull()
  expect(wholeJoint(letter)).toEqual({ ...letter, answered_on: null })
})

it('sends a changed letter whole, and leaves one alone that was not touched', () => {
  const stay = { left_on: '2025-02-20', joint: { ...letter, answered_on: '2025-03-09' } }
  expect(wholeChange({ joint: { answered_on: '2025-03-09' } }, stay)).toEqual({ joint: stay.joint })
  expect(wholeChange({ joint: null }, { ...stay, joint: null })).toEqual({ joint: null })
  expect(wholeChange({ left_on: '2025-02-20' }, stay)).toEqual({ left_on: '2025-02-20' })
})
