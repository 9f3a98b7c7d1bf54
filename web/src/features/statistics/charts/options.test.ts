import { expect, it } from 'vitest'
import { heatMap, heightOf, shortOf, stacked, type Palette } from './options'

const palette: Palette = {
  ink: 'ink',
  muted: 'muted',
  line: 'line',
  surface: 'surface',
  none: 'none',
  low: 'low',
  mid: 'mid',
  high: 'high',
  second: 'second',
  font: 'font',
}
const rate = (numerator: number, denominator: number) => ({ known: { rate: { numerator, denominator } } })
const withheld = { withheld: { reason_zh: '涉及人数过少，不予显示', reason_en: 'too few persons to be told' } }
const unknown = { unknown: { reason_zh: '没有记录', reason_en: 'no record' } }

it('draws nothing for what is kept back or not known, and zero for zero', () => {
  expect([rate(0, 8), rate(5, 11), rate(8, 8), { known: { integer: 7 } }].map(heightOf)).toEqual([0, 45.4, 100, 7])
  expect([withheld, unknown, rate(0, 0)].map(heightOf)).toEqual([null, null, null])
  expect([rate(0, 8), rate(319, 320), withheld, unknown].map(shortOf)).toEqual(['0', '99', '＊', '–'])
})

it('keeps a withheld field of the heat map out of the colours', () => {
  const point = (value: typeof withheld | ReturnType<typeof rate>) => ({ label: '1月', value, words: '' })
  const { series } = heatMap([{ label: '甲村', points: [point(withheld), point(rate(3, 4))] }], ['1', '2'], palette)
  expect(series).toMatchObject([
    {
      data: [
        { value: [0, 0, 0], visualMap: false, label: { formatter: '＊' }, itemStyle: { color: 'none' } },
        { value: [1, 0, 75], visualMap: true, label: { formatter: '75', color: 'ink' } },
      ],
    },
  ])
})

it('stacks what was done and what was not, and leaves a withheld period empty', () => {
  const points = [rate(29, 34), withheld].map((value, at) => ({ label: `${at + 1}`, value, words: 'w' }))
  const { series } = stacked(points, { done: 'done', left: 'left' }, palette)
  expect(series).toMatchObject([{ data: [{ value: 29 }, { value: '-' }] }, { data: [{ value: 5 }, { value: '-' }] }])
})
