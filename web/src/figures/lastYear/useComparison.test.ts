import { mount } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { defineComponent } from 'vue'
import { i18n } from '@/i18n'
import type { FigureValue } from '../value'
import { compareAll, type Comparable } from './compare'
import { useComparison } from './useComparison'

function words(): ReturnType<typeof useComparison> {
  let found: ReturnType<typeof useComparison> | undefined
  const Page = defineComponent(() => {
    found = useComparison()
    return () => null
  })
  mount(Page, { global: { plugins: [i18n] } })
  if (found === undefined) throw new Error('the page did not mount')
  return found
}

const figure = (value: FigureValue, unit = '人', meaning_zh = '截止日在册的'): Comparable => ({
  name: 'f',
  title_zh: '在册人员',
  title_en: 'On the register',
  meaning_zh,
  meaning_en: meaning_zh,
  unit,
  clock: 'stock',
  record_count: 0,
  value,
})
const count = (integer: number, unit?: string): Comparable => figure({ known: { integer } }, unit)
const share = (numerator: number, denominator: number) => figure({ known: { rate: { numerator, denominator } } })

function tell(now: Comparable, then?: Comparable) {
  const [line] = compareAll([now], then === undefined ? [] : [then])
  if (line === undefined) throw new Error('nothing was compared')
  return words().tell(line)
}

beforeEach(() => {
  i18n.global.locale.value = 'zh-CN'
})

it('says by sign and words which way a figure went', () => {
  expect(tell(count(36), count(33))).toEqual({ sign: '▲', words: '增加 3（+9.1%）' })
  expect(tell(count(30), count(33))).toEqual({ sign: '▼', words: '减少 3（−9.1%）' })
  expect(tell(count(33), count(33))).toEqual({ sign: '＝', words: '与去年相同' })
  expect(tell(count(5), count(0))).toEqual({ sign: '▲', words: '增加 5（去年为 0）' })
  expect(tell(count(38559), count(38558)).words).toBe('增加 1（不到 0.1%）')
  expect(tell(share(18, 78), share(98, 116))).toEqual({ sign: '▼', words: '下降 61.4 个百分点' })
})

it('says of parts which of them moved, came and went', () => {
  const parts = (breakdown: Record<string, number>) => figure({ known: { breakdown } }, '次')
  expect(tell(parts({ 学校: 13, 网吧: 2 }), parts({ 学校: 10, 工地: 4 })).words).toBe(
    '学校增加 3（+30%）、今年新列网吧、今年没有列工地',
  )
})

it('says why two figures are not compared', () => {
  expect(tell(count(3))).toEqual({ sign: '', words: '去年的总结没有这一项' })
  expect(tell(count(3), count(3, '户')).words).toBe('口径不同：去年的单位是“户”')
  expect(tell(count(3), figure({ known: { integer: 3 } }, '人', '含外出')).words).toBe('口径不同：去年指“含外出”')
})

it('shows a figure with its unit, and one that is not there as absent', () => {
  expect(words().value(count(9815, '份'))).toBe('9,815 份')
  expect(words().value(count(2025, ''))).toBe('2025')
  expect(words().value(share(319, 320))).toBe('319/320 99.6%')
  expect(words().value(figure({ unknown: { reason_zh: '没有记录', reason_en: 'none' } }))).toBe('未登记')
  expect(words().value(undefined)).toBe('没有这一项')
})
