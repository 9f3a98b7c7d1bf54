import { expect, it } from 'vitest'
import { methodOf, resultOf, resultOfKey } from './words'

it('picks a result by its letter', () => {
  expect(['y', 'P', 'r', 'E', 'q', 'ｙ'].map(resultOfKey)).toEqual([
    'negative',
    'positive',
    'refused',
    'evaded',
    'excused',
    'negative',
  ])
  expect(['x', 'Enter', '', '1'].map(resultOfKey)).toEqual([null, null, null, null])
})

it('reads the words ledgers use', () => {
  expect(['阴性', ' 阳性 ', '拒检', '逃避检测', '请假', '无效', 'Y', '＋'].map(resultOf)).toEqual([
    'negative',
    'positive',
    'refused',
    'evaded',
    'excused',
    'invalid',
    'negative',
    'positive',
  ])
  expect(resultOf('弱阳')).toBeNull()
  expect(methodOf('毛发')).toBe('hair')
  expect(methodOf('汗液')).toBeNull()
})
