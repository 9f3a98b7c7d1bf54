import { expect, it, vi } from 'vitest'
import { ApiError, refusalOf } from '@/api/problem'
import type { RecordedSheet, RecordSheet } from './queries'
import { useSheetKeying } from './useSheetKeying'

const rows = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ row_no: at + 1, code: `XH${at + 1}`, name: `出租房${at + 1}号` }))
const sheetOf = (count: number) => ({
  campaign: { id: 'c1', title: '冬季排查', kind: 'rental_check' as const },
  division_code: '990981107201',
  printed_at: '2026-11-25T08:00:00Z',
  rows: rows(count),
})
const recordedAll = ({ sent }: { sent: RecordSheet }): Promise<RecordedSheet> =>
  Promise.resolve({ items: sent.rows.map(({ row_no }) => ({ row_no, inspection_id: `i${row_no}` })) })

function open(count = 3) {
  const record = vi.fn<(attempt: { sent: RecordSheet; key: string }) => Promise<RecordedSheet>>(recordedAll)
  const head = () => ({ division: '990981107201', inspected_on: '2026-11-25', inspector: '王网格', isSigned: true })
  return { record, grid: useSheetKeying({ sheet: sheetOf(count), head, record }) }
}

it('sends what is keyed in once, and lets nobody change what is on file', async () => {
  const { record, grid } = open()
  grid.edit(2, { outcome: 'locked' })
  await grid.save()
  await grid.save()
  expect(record).toHaveBeenCalledOnce()
  expect(record.mock.calls[0]?.[0].sent).toEqual({
    division: '990981107201',
    inspected_on: '2026-11-25',
    inspector: '王网格',
    rows: [{ row_no: 2, outcome: 'locked', is_signed: true, defect_notes: null }],
  })
  expect([grid.isRecorded(2), grid.mayChange(2), grid.isDirty.value]).toEqual([true, false, false])
})

it('keeps a refused line with its reason until it is changed, and sends it under another key', async () => {
  const { record, grid } = open()
  const error = { code: 'x', zh: '已移出名单', en: 'left out' }
  record.mockResolvedValueOnce({ items: [{ row_no: 1, error }] })
  grid.edit(1, { outcome: 'normal' })
  await grid.save()
  expect([grid.outcomeOf(1), grid.refused.value, grid.isDirty.value]).toEqual([error, 1, true])
  grid.edit(1, { outcome: 'defect' })
  expect(grid.outcomeOf(1)).toBeUndefined()
  await grid.save()
  expect(record.mock.calls[1]?.[0].key).not.toBe(record.mock.calls[0]?.[0].key)
  expect(grid.recorded.value).toBe(1)
})

it('repeats what went unanswered as it was, under its key, before it sends what was keyed since', async () => {
  const { record, grid } = open()
  record.mockRejectedValueOnce(new ApiError(0, null))
  grid.edit(1, { outcome: 'normal' })
  await grid.save()
  expect([grid.isWaiting(1), grid.mayChange(1)]).toEqual([true, false])
  grid.edit(1, { outcome: 'defect' })
  grid.edit(3, { outcome: 'refused' })
  await grid.save()
  expect(record.mock.calls[1]).toEqual(record.mock.calls[0])
  expect(record.mock.calls[2]?.[0].sent.rows.map(({ row_no }) => row_no)).toEqual([3])
})

it('sends no more lines at once than the server takes', async () => {
  const { record, grid } = open(201)
  for (let row = 1; row <= 201; row += 1) grid.edit(row, { outcome: 'normal' })
  await grid.save()
  expect(record.mock.calls.map(([{ sent }]) => sent.rows.length)).toEqual([200, 1])
  expect(grid.recorded.value).toBe(201)
})

it('puts the refusal of a whole sheet at its lines, and what concerns no line above them', async () => {
  const { record, grid } = open()
  record.mockRejectedValueOnce(refusalOf('/rows/0/row_no', 'x', '名单上没有这一行'))
  grid.edit(3, { outcome: 'normal' })
  await grid.save()
  expect([grid.outcomeOf(3)?.zh, grid.problem.value]).toEqual(['名单上没有这一行', null])
  record.mockRejectedValueOnce(refusalOf('/inspected_on', 'x', '不能晚于今天'))
  await grid.save()
  expect(grid.problem.value?.message).toBe('不能晚于今天')
})
