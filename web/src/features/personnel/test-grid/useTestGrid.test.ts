import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/problem'
import type { RecordTest, RecordedTest } from './queries'
import { takeBack } from './takeBack'
import { useTestGrid } from './useTestGrid'

const record = vi.fn<(attempt: { items: RecordTest[]; key: string }) => Promise<{ items: RecordedTest[] }>>()
const people = ['a', 'b', 'c'].map((person) => ({ person, name: `${person}某` }))
const open = () => useTestGrid({ people, month: '2026-11', record })
const done = (person_id: string): RecordedTest => ({ person_id, test_id: `test of ${person_id}`, refused: [] })
const refused = (person_id: string): RecordedTest => ({
  person_id,
  refused: [{ code: 'x', zh: '不能晚于今天', en: 'in the future' }],
})
const sent = (call: number): string[] => record.mock.calls[call]?.[0].items.map(({ person_id }) => person_id) ?? []

beforeEach(() => {
  record.mockReset()
})

describe('the sheet', () => {
  it('saves all whole rows in one request, marks each, and keeps what was refused to be mended', async () => {
    record.mockResolvedValueOnce({ items: [done('a'), refused('b')] }).mockResolvedValueOnce({ items: [done('b')] })
    const grid = open()
    grid.edit('a', { day: '5', result: 'negative' })
    grid.edit('b', { day: '30', result: 'negative' })
    grid.edit('c', { day: '7' })
    await grid.save()
    expect(record).toHaveBeenCalledOnce()
    expect(sent(0)).toEqual(['a', 'b'])
    expect(grid.outcomeOf('a')?.kind).toBe('recorded')
    expect(grid.outcomeOf('b')).toMatchObject({ kind: 'refused', reasons: [{ zh: '不能晚于今天' }] })
    expect(grid.gaps('c')).toEqual(['result_missing'])
    expect(grid.summary.value).toEqual({ recorded: 1, refused: 1, unfinished: 1 })
    expect([grid.mayChange('a'), grid.mayChange('b')]).toEqual([false, true])
    grid.edit('b', { day: '6' })
    expect(grid.outcomeOf('b')).toBeUndefined()
    await grid.save()
    expect(sent(1)).toEqual(['b'])
    expect(record.mock.calls[1]?.[0].key).not.toBe(record.mock.calls[0]?.[0].key)
    expect(grid.changed.value).toEqual(['c'])
  })

  it('asks again under the same key, as it was, when no answer came', async () => {
    record.mockRejectedValueOnce(new ApiError(0, null)).mockResolvedValueOnce({ items: [done('a')] })
    const grid = open()
    grid.edit('a', { day: '5', result: 'negative' })
    await grid.save()
    expect(grid.isWaiting('a')).toBe(true)
    expect(grid.isDirty.value).toBe(true)
    grid.edit('a', { day: '6' })
    grid.undo()
    expect(grid.typedOf('a').day).toBe('5')
    await grid.save()
    expect(record.mock.calls[1]?.[0]).toEqual(record.mock.calls[0]?.[0])
    expect(grid.outcomeOf('a')?.kind).toBe('recorded')
    expect(grid.isDirty.value).toBe(false)
  })

  it('loses nothing to a refusal of the whole', async () => {
    record.mockRejectedValueOnce(new ApiError(403, null))
    const grid = open()
    grid.edit('a', { day: '5', result: 'negative' })
    await grid.save()
    expect(grid.problem.value?.status).toBe(403)
    expect(grid.typedOf('a')).toMatchObject({ day: '5', result: 'negative' })
    expect(grid.mayChange('a')).toBe(true)
  })

  it('takes back the last edit, and a paste as one', () => {
    const grid = open()
    grid.edit('a', { day: '1' }, 'a day')
    grid.edit('a', { day: '15' }, 'a day')
    expect(grid.paste(0, 'day', '5\t阴性\n6\t阳性')).toMatchObject({ people: 2, misfits: [] })
    expect(grid.typedOf('b')).toMatchObject({ day: '2026-11-06', result: 'positive' })
    grid.undo()
    expect([grid.typedOf('a').day, grid.typedOf('b').day]).toEqual(['15', ''])
    grid.undo()
    expect(grid.typedOf('a').day).toBe('')
    expect(grid.mayUndo.value).toBe(false)
    grid.redo()
    grid.redo()
    expect([grid.typedOf('a'), grid.typedOf('b')]).toMatchObject([
      { day: '2026-11-05', result: 'negative' },
      { day: '2026-11-06', result: 'positive' },
    ])
    expect(grid.mayRedo.value).toBe(false)
  })

  it('takes another test of who was just recorded', async () => {
    record.mockResolvedValueOnce({ items: [done('a')] })
    const grid = open()
    grid.edit('a', { day: '5', result: 'negative' })
    await grid.save()
    grid.again('a')
    expect(grid.typedOf('a').day).toBe('')
    expect(grid.mayChange('a')).toBe(true)
    expect(grid.isDirty.value).toBe(false)
  })

  it('gives who has no day yet the one above, and copies a cell down', () => {
    const grid = open()
    grid.edit('a', { day: '2026-11-05', result: 'negative' })
    grid.pick(1, 'positive')
    grid.edit('c', { day: '9' })
    grid.pick(2, 'negative')
    expect(['b', 'c'].map((one) => grid.typedOf(one).day)).toEqual(['2026-11-05', '9'])
    grid.copyDown(2, 'result')
    expect(grid.typedOf('c').result).toBe('positive')
    grid.undo()
    expect(grid.typedOf('c').result).toBe('negative')
  })

  it('takes back what was just recorded; what was keyed can be mended, and what others changed stays', async () => {
    record.mockResolvedValueOnce({ items: [done('a'), done('b')] })
    const grid = open()
    grid.edit('a', { day: '5', result: 'negative' })
    grid.edit('b', { day: '5', result: 'positive' })
    await grid.save()
    const changed = { type: '', title: '', status: 412, detail: '有人改过', code: 'x', trace_id: '' }
    const withdraw = vi
      .fn<(one: { person: string; test: string; key: string }) => Promise<void>>()
      .mockRejectedValueOnce(new ApiError(0, null))
      .mockResolvedValueOnce()
      .mockRejectedValueOnce(new ApiError(412, changed))
    await expect(takeBack(grid, '录错了村', withdraw)).rejects.toThrow()
    expect(grid.lastRecorded.value).toHaveLength(2)
    await takeBack(grid, '录错了村', withdraw)
    expect(withdraw.mock.calls.map(([{ test }]) => test)).toEqual(['test of a', 'test of a', 'test of b'])
    expect(withdraw.mock.calls[1]?.[0].key).toBe(withdraw.mock.calls[0]?.[0].key)
    expect([grid.mayChange('a'), grid.mayChange('b')]).toEqual([true, false])
    expect(grid.typedOf('a')).toMatchObject({ day: '5', result: 'negative' })
    expect(grid.changed.value).toEqual(['a'])
    expect(grid.outcomeOf('b')).toMatchObject({ kind: 'recorded', reasons: [{ zh: '有人改过' }] })
    expect(grid.lastRecorded.value).toEqual([{ person: 'b', test: 'test of b' }])
  })

  it('is kept while it is not saved, with the attempt nobody answered, and found again', async () => {
    record.mockRejectedValueOnce(new ApiError(0, null)).mockResolvedValueOnce({ items: [done('a')] })
    const grid = open()
    expect(grid.typing()).toBeNull()
    grid.edit('a', { day: '5', result: 'negative' })
    await grid.save()
    grid.edit('b', { day: '7' })
    const kept = grid.typing()
    if (kept === null) throw new Error('nothing was kept')
    const found = open()
    found.restore(kept)
    expect(found.typedOf('b').day).toBe('7')
    expect(found.isWaiting('a')).toBe(true)
    await found.save()
    expect(record.mock.calls[1]?.[0]).toEqual(record.mock.calls[0]?.[0])
    expect(found.changed.value).toEqual(['b'])
  })
})

it('does nothing again of what is on file, nor while it is being saved', async () => {
  let answer: (answered: { items: RecordedTest[] }) => void = () => undefined
  record.mockReturnValueOnce(
    new Promise((resolve) => {
      answer = resolve
    }),
  )
  const grid = open()
  grid.edit('a', { day: '5', result: 'negative' })
  grid.edit('b', { day: '6' })
  grid.undo()
  const saving = grid.save()
  grid.redo()
  expect(grid.typedOf('b').day).toBe('')
  answer({ items: [done('a')] })
  await saving
  expect(grid.mayRedo.value).toBe(false)
})
