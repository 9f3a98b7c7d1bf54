import { describe, expect, it } from 'vitest'
import { isUnknown, numberOf, read } from './value'

describe('a figure', () => {
  it('is read whatever its kind', () => {
    expect(read({ known: { integer: 33 } })).toEqual({ kind: 'number', value: 33 })
    expect(read({ known: { decimal: '142.6' } })).toEqual({ kind: 'number', value: 142.6 })
    expect(read({ known: { text: '林正' } })).toEqual({ kind: 'text', text: '林正' })
    expect(read({ known: { rate: { numerator: 319, denominator: 320 } } })).toEqual({
      kind: 'rate',
      numerator: 319,
      denominator: 320,
    })
    expect(read({ known: { breakdown: { 学校: 13 } } })).toEqual({ kind: 'parts', parts: [['学校', 13]] })
  })

  it('that nobody recorded is no zero', () => {
    const value = { unknown: { reason_zh: '没有记录', reason_en: 'no records' } }
    expect(numberOf(value)).toBeNull()
    expect(isUnknown(value)).toBe(true)
    expect(numberOf({ known: { integer: 0 } })).toBe(0)
  })
})
