import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/problem'
import type { Import } from './queries'
import { mayRevert } from './revert'
import { useRevert } from './useRevert'

interface Sent {
  mode: string
  reason: string
  key: string
}
const { mutateAsync } = vi.hoisted(() => ({ mutateAsync: vi.fn<(sent: Sent) => Promise<Import>>() }))
vi.mock('./queries', () => ({ useRevertImport: () => ({ mutateAsync }) }))

const plan: Import = {
  id: 'i1',
  resource: 'tests',
  state: 'committed',
  strategy: 'upsert',
  on_error: 'abort',
  mapped: [],
  division_code: '990981107000',
  counts: { total: 8, create: 5, update: 2, unchanged: 1, conflict: 0, invalid: 0 },
  records: {},
  done_through: 0,
  notes: [],
  source: { name: '05检测记录.csv', size: 1, sha256: '', encoding: 'utf8' },
  version: 2,
  created_at: '2026-11-01T00:00:00Z',
  updated_at: '2026-11-01T00:00:00Z',
  committed_at: '2026-11-01T02:00:00Z',
}

const rowsStay = new ApiError(409, {
  type: '',
  title: '',
  status: 409,
  detail: '有的行不能撤回。',
  code: 'import.rows_stay',
  trace_id: '',
  errors: [
    { pointer: '/rows/4', code: 'a', detail: '导入以后有人改过。' },
    { pointer: '/rows/7', code: 'b', detail: '后来登记的内容要用到它。' },
  ],
})

beforeEach(() => {
  mutateAsync.mockReset()
})

describe('undoing an import', () => {
  it('undoes all of it where nothing is in the way', async () => {
    mutateAsync.mockResolvedValueOnce({ ...plan, state: 'reverted' })
    const { run, written, staying } = useRevert(plan)
    expect(written.value).toBe(7)
    expect((await run('导错了表'))?.state).toBe('reverted')
    expect(mutateAsync.mock.calls[0]?.[0]).toMatchObject({ mode: 'all', reason: '导错了表' })
    expect(staying.value).toEqual([])
  })

  it('says which rows stay and why, and then undoes the others, under another key', async () => {
    mutateAsync.mockRejectedValueOnce(rowsStay).mockResolvedValueOnce({ ...plan, state: 'reverted' })
    const { run, staying, others, error } = useRevert(plan)
    expect(await run('导错了表')).toBe(null)
    expect(staying.value).toEqual([
      { row: 4, why: '导入以后有人改过。' },
      { row: 7, why: '后来登记的内容要用到它。' },
    ])
    expect([others.value, error.value]).toEqual([5, null])
    expect((await run('导错了表'))?.state).toBe('reverted')
    const [first, second] = mutateAsync.mock.calls.map(([sent]) => sent)
    expect([first?.mode, second?.mode]).toEqual(['all', 'skip'])
    expect(first?.key).not.toBe(second?.key)
  })

  it('repeats an attempt whose answer was lost under its key', async () => {
    mutateAsync.mockRejectedValueOnce(new ApiError(0, null)).mockResolvedValueOnce(plan)
    const { run, error } = useRevert(plan)
    await run('导错了表')
    expect(error.value?.status).toBe(0)
    await run('导错了表')
    const [first, second] = mutateAsync.mock.calls.map(([sent]) => sent)
    expect(second).toEqual(first)
  })

  it('is offered for thirty days after the writing, and once', () => {
    expect(mayRevert(plan, '2026-11-30')).toBe(true)
    expect(mayRevert(plan, '2026-12-01')).toBe(false)
    expect(mayRevert({ ...plan, state: 'reverted' }, '2026-11-02')).toBe(false)
    expect(mayRevert({ ...plan, state: 'planned', committed_at: null }, '2026-11-02')).toBe(false)
  })
})
