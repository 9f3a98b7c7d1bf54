import { expect, it } from 'vitest'
import { nearestFirst } from './nearest'

it('names the village’s own people first, then the town’s', () => {
  const staff = ['990981107202', '990981107000', '990981107201'].map((division_code) => ({ division_code }))
  const codes = nearestFirst(staff, ['990981107201']).map(({ division_code }) => division_code)
  expect(codes).toEqual(['990981107201', '990981107000', '990981107202'])
})
