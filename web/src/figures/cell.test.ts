import { expect, it } from 'vitest'
import { cellOf, percentOf } from './cell'

it('rounds a share down, so that 100% means no gap', () => {
  expect(percentOf(12, 15)).toBe('80%')
  expect(percentOf(319, 320)).toBe('99.6%')
  expect(percentOf(1999, 2000)).toBe('99.9%')
  expect(percentOf(320, 320)).toBe('100%')
  expect(percentOf(0, 8)).toBe('0%')
  expect(percentOf(0, 0)).toBeNull()
})

it('tells what is kept back, what nobody recorded and zero apart', () => {
  const reason = { reason_zh: '涉及人数过少，不予显示', reason_en: 'too few persons to be told' }
  expect(cellOf({ withheld: reason })).toEqual({ kind: 'withheld', zh: reason.reason_zh, en: reason.reason_en })
  expect(cellOf({ unknown: { reason_zh: '没有记录', reason_en: 'no record' } }).kind).toBe('unknown')
  expect(cellOf({ known: { integer: 0 } })).toEqual({ kind: 'number', value: 0 })
  expect(cellOf({ known: { rate: { numerator: 12, denominator: 15 } } })).toEqual({
    kind: 'rate',
    numerator: 12,
    denominator: 15,
    percent: '80%',
  })
})
