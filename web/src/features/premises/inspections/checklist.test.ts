import { expect, it } from 'vitest'
import { answerOf, hasAnswers, isEntered, linesOf, okOf, recorded } from './checklist'

const items = [
  { item: '登记租客身份', basis: '条例' },
  { item: '有无异味', basis: '指引' },
]

it('takes nothing for granted: what nobody looked at is neither in order nor out of order', () => {
  expect(linesOf(items, [])).toEqual([
    { item: '登记租客身份', ok: null },
    { item: '有无异味', ok: null },
  ])
  expect(['ok', 'bad', 'unseen'].map((answer) => answerOf({ ok: okOf(answerOf({ ok: answer === 'ok' })) }))).toEqual([
    'ok',
    'bad',
    'bad',
  ])
  expect([true, false, null, undefined].map((ok) => answerOf({ ok }))).toEqual(['ok', 'bad', 'unseen', 'unseen'])
  expect(okOf('unseen')).toBeNull()
})

it('keeps the order of the list, the answers given, and what else was looked at', () => {
  const given = [
    { item: '后院', ok: false, note: '有棕色桶' },
    { item: '有无异味', ok: true },
    { item: ' ', ok: null },
  ]
  expect(recorded(items, given).map(({ item, ok }) => `${item} ${String(ok)}`)).toEqual([
    '登记租客身份 null',
    '有无异味 true',
    '后院 false',
  ])
  expect(hasAnswers(given)).toBe(true)
  expect(hasAnswers(linesOf(items, []))).toBe(false)
})

it('asks for a checklist only of who went in', () => {
  expect(['normal', 'defect', undefined, null].map(isEntered)).toEqual([true, true, true, true])
  expect(['locked', 'nobody_home', 'refused', 'demolished', 'excluded'].some(isEntered)).toBe(false)
})
