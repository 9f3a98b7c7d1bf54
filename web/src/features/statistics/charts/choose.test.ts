import { expect, it } from 'vitest'
import { bySetting } from './choose'

it('puts the settings into the order of the code list, none left out', () => {
  const counts = bySetting({ known: { breakdown: { 农村: 7, 学校: 13 } } })
  expect(counts.map(({ count }) => count)).toEqual([13, 7, 0, 0, 0])
  expect(counts.map(({ code }) => code).slice(0, 2)).toEqual(['school', 'village'])
})

it('draws no settings where they are not known or kept back', () => {
  expect(bySetting(undefined)).toEqual([])
  expect(bySetting({ unknown: { reason_zh: '没有记录', reason_en: 'no record' } })).toEqual([])
  expect(bySetting({ withheld: { reason_zh: '不予显示', reason_en: 'withheld' } })).toEqual([])
})
