import { describe, expect, it } from 'vitest'
import type { FigureValue } from '../value'
import { compare, compareAll, groupOf, grows, isOtherDay, nameless, withoutYears, type Comparable } from './compare'

const figure = (value: FigureValue, other: Partial<Comparable> = {}): Comparable => ({
  name: 'leaflets',
  title_zh: '发放宣传单',
  title_en: 'Leaflets',
  meaning_zh: '期内各次活动发放宣传单之和',
  meaning_en: 'leaflets of all activities',
  unit: '份',
  clock: 'flow',
  record_count: 1,
  value,
  ...other,
})
const count = (integer: number, other: Partial<Comparable> = {}): Comparable => figure({ known: { integer } }, other)
const share = (numerator: number, denominator: number): Comparable =>
  figure({ known: { rate: { numerator, denominator } } })
const parts = (breakdown: Record<string, number>): Comparable => figure({ known: { breakdown } })
const unknown = figure({ unknown: { reason_zh: '没有记录', reason_en: 'no record' } })
const withheld = figure({ withheld: { reason_zh: '涉及人数过少', reason_en: 'too few persons' } })

describe('a count beside last year’s', () => {
  it('goes up or down by a number and by percent', () => {
    expect(compare(count(9815), count(9000))).toEqual({ kind: 'number', by: 815, tenths: 91 })
    expect(compare(count(30), count(33))).toEqual({ kind: 'number', by: -3, tenths: -91 })
    expect(compare(count(33), count(33))).toEqual({ kind: 'same' })
  })

  it('has no percentage of zero, and is none of nothing', () => {
    expect(compare(count(5), count(0))).toEqual({ kind: 'number', by: 5, tenths: null })
    expect(compare(count(0), count(5))).toEqual({ kind: 'number', by: -5, tenths: -1000 })
    expect(compare(count(0), count(0))).toEqual({ kind: 'same' })
  })

  it('has the decimals of its figures and no others', () => {
    const area = (decimal: string) => figure({ known: { decimal } }, { unit: '亿元' })
    expect(compare(area('3.3'), area('3.2'))).toEqual({ kind: 'number', by: 0.1, tenths: 31 })
    expect(compare(area('142.6'), area('142.60'))).toEqual({ kind: 'same' })
  })

  it('may be too little for a percentage of one decimal', () => {
    expect(compare(count(38559), count(38558))).toEqual({ kind: 'number', by: 1, tenths: 0 })
  })

  it('is a name and no number where it has no unit', () => {
    expect(compare(count(2026, { unit: '' }), count(2025, { unit: '' }))).toEqual({ kind: 'reworded' })
  })
})

describe('a share beside last year’s', () => {
  it('differs by points, as the percentages are printed', () => {
    expect(compare(share(19, 21), share(15, 20))).toEqual({ kind: 'points', by: 154 })
    expect(compare(share(1, 3), share(1, 2))).toEqual({ kind: 'points', by: -167 })
    expect(compare(share(18, 18), share(20, 20))).toEqual({ kind: 'same' })
  })

  it('of nothing is not compared', () => {
    expect(compare(share(0, 0), share(1, 2))).toEqual({ kind: 'none', why: 'now_nothing_owed' })
    expect(compare(share(1, 2), share(0, 0))).toEqual({ kind: 'none', why: 'then_nothing_owed' })
  })
})

it('compares parts one by one, and takes none that is missing for zero', () => {
  expect(compare(parts({ 学校: 13, 农村: 7, 网吧: 2 }), parts({ 学校: 10, 农村: 7, 工地: 4 }))).toEqual({
    kind: 'parts',
    moved: [{ part: '学校', by: 3, tenths: 300 }],
    added: ['网吧'],
    gone: ['工地'],
  })
  expect(compare(parts({ 学校: 13, 农村: 7 }), parts({ 农村: 7, 学校: 13 }))).toEqual({ kind: 'same' })
})

describe('figures that say nothing about each other', () => {
  const why = (now?: Comparable, then?: Comparable) => compare(now, then)

  it('are told by what is missing', () => {
    expect(why(undefined, count(1))).toEqual({ kind: 'none', why: 'now_absent' })
    expect(why(count(1), undefined)).toEqual({ kind: 'none', why: 'then_absent' })
    expect(why(unknown, count(1))).toEqual({ kind: 'none', why: 'now_unknown' })
    expect(why(count(1), unknown)).toEqual({ kind: 'none', why: 'then_unknown' })
    expect(why(unknown, unknown)).toEqual({ kind: 'none', why: 'unknown' })
  })

  it('stay kept back', () => {
    expect(why(withheld, count(1))).toEqual({ kind: 'none', why: 'withheld' })
    expect(why(count(1), withheld)).toEqual({ kind: 'none', why: 'withheld' })
    expect(why(unknown, withheld)).toEqual({ kind: 'none', why: 'withheld' })
  })

  it('are counted in another way', () => {
    expect(why(count(1, { unit: '册' }), count(1))).toEqual({ kind: 'none', why: 'unit' })
    expect(why(count(1, { clock: 'stock' }), count(1))).toEqual({ kind: 'none', why: 'clock' })
    expect(why(count(1, { meaning_zh: '含手册' }), count(1))).toEqual({ kind: 'none', why: 'meaning' })
    expect(why(share(1, 2), count(1))).toEqual({ kind: 'none', why: 'shape' })
  })
})

describe('the figures of two years', () => {
  const named = (name: string, one: Comparable): Comparable => ({ ...one, name })
  const head = (text: string) => named('group_head', figure({ known: { text } }, { unit: '' }))
  const lines = compareAll(
    [named('a', count(2)), named('b', count(1)), named('c', unknown), head('章峰')],
    [named('b', count(1)), named('a', count(1)), named('gone', count(3)), head('林正')],
  )

  it('stand in the order of the later, with those that are gone at the end', () => {
    expect(lines.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'group_head', 'gone'])
    expect(lines.map(groupOf)).toEqual(['moved', 'same', 'none', 'moved', 'none'])
  })

  it('name nobody to whom names are not shown, be they last year’s alone', () => {
    expect(nameless(lines).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'gone'])
    const gap = named('group_head', unknown)
    expect(nameless(compareAll([gap], [head('林正')]))).toEqual([])
    expect(nameless(compareAll([], [head('林正')]))).toEqual([])
  })

  it('are compared without the years they are of', () => {
    const year = (integer: number) => named('year', count(integer, { unit: '' }))
    expect(withoutYears(compareAll([year(2026), count(1)], [year(2025)])).map(({ name }) => name)).toEqual(['leaflets'])
  })

  it('were counted up to the same day or not', () => {
    expect(isOtherDay('2026-12-31', '2025-12-31')).toBe(false)
    expect(isOtherDay('2026-11-26', '2025-12-31')).toBe(true)
    const [line] = compareAll([count(1, { clock: 'stock' })], [])
    expect(line && grows(line)).toBe(false)
    expect(lines.filter(grows).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'gone'])
  })
})
