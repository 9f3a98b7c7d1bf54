import { expect, it } from 'vitest'
import { outcomeOfKey, outcomesOf, rowsOf } from './sheetLines'

const outcomes = ['normal', 'defect', 'locked', 'nobody_home', 'refused', 'demolished', 'excluded'] as const
const line = (row_no: number) => ({ row_no, code: `XH0000${row_no}`, name: `出租房${row_no}号` })
const sheet = { rows: [line(1), line(2), line(3), line(4)] }

it('reads the digits of the paper, and no other key', () => {
  expect(['1', '7', '8', '0', 'a', '', '12'].map((key) => outcomeOfKey(outcomes, key))).toEqual([
    'normal',
    'excluded',
    null,
    null,
    null,
    null,
    null,
  ])
})

it('sends the lines that have an outcome and are not on file, in the order of the paper', () => {
  const typed = {
    4: { outcome: 'defect', notes: ' 门锁坏 ' },
    1: { outcome: 'normal', notes: '' },
    2: { outcome: null, notes: '没有结果' },
    3: { outcome: 'locked', notes: '' },
  } as const
  expect(rowsOf(sheet, typed, (row) => row === 3, true)).toEqual([
    { row_no: 1, outcome: 'normal', is_signed: true, defect_notes: null },
    { row_no: 4, outcome: 'defect', is_signed: true, defect_notes: '门锁坏' },
  ])
})

it('tells the lines that are on file from those that were refused', () => {
  const error = { code: 'x', zh: '已移出名单', en: 'left out' }
  expect([
    ...outcomesOf({
      items: [
        { row_no: 1, inspection_id: 'i1' },
        { row_no: 2, error },
      ],
    }),
  ]).toEqual([
    [1, null],
    [2, error],
  ])
})
