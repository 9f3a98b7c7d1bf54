import { expect, it } from 'vitest'
import { wholeRemote } from './remote'

it('is sent only with its state and who tested', () => {
  expect(wholeRemote(undefined)).toBeNull()
  expect(wholeRemote({ state: 'requested' })).toBeNull()
  expect(wholeRemote({ state: 'requested', organ: '长安医院' })).toEqual({
    state: 'requested',
    organ: '长安医院',
    proof: null,
    decided_by: null,
  })
})
