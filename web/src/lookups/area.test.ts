import { expect, it } from 'vitest'
import { isVillage, liesIn, prefixOf } from './area'

it('knows what lies in an area by its digits', () => {
  const codes = ['990000000000', '990900000000', '990981000000', '990981100000', '990981107000', '990981107201']
  expect(codes.map(prefixOf)).toEqual(['99', '9909', '990981', '990981100', '990981107', '990981107201'])
  expect(liesIn('990981107201', '990981107000')).toBe(true)
  expect(liesIn('990981107201', '990981108000')).toBe(false)
  expect(liesIn(undefined, '990981107000')).toBe(false)
  expect(codes.map(isVillage)).toEqual([false, false, false, false, false, true])
})
