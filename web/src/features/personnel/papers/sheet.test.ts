import { expect, it } from 'vitest'
import type { Block } from './queries'
import { fileName, partsOf, spanOf } from './sheet'

const body = (text: string): Block => ({ kind: 'body', text })
const cut: Block = { kind: 'cut' }

it('tears the slips off the paper', () => {
  expect(partsOf([body('一'), body('二')])).toEqual([[body('一'), body('二')]])
  expect(partsOf([body('一'), cut, body('二'), cut, body('三')])).toEqual([
    [body('一')],
    [cut, body('二')],
    [cut, body('三')],
  ])
  expect(partsOf([])).toEqual([[]])
})

it('lets the value of a short row span the rest', () => {
  const four = ['姓名', '罗会腾', '性别', '女']
  expect(four.map((_, at) => spanOf(four, at))).toEqual([1, 1, 1, 1])
  const two = ['户籍地址', '石桥村8组']
  expect(two.map((_, at) => spanOf(two, at))).toEqual([1, 3])
})

it('names a file after the file number and the paper', () => {
  expect(fileName('社区戒毒协议', 'XD00001')).toBe('XD00001-社区戒毒协议.docx')
  expect(fileName('告诫书')).toBe('告诫书.docx')
  expect(fileName('函/回执 2', '秀河<1>')).toBe('秀河_1_-函_回执_2.docx')
})
