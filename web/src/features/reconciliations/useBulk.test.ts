import { beforeEach, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/problem'
import type { Deciding, RosterFinding } from './queries'
import { useBulk } from './useBulk'

const { decide, settled } = vi.hoisted(() => ({
  decide: vi.fn<(one: Deciding) => Promise<unknown>>(),
  settled: vi.fn(),
}))
vi.mock('./queries', () => ({ useDecideMany: () => ({ decide, settled }) }))

const finding = (id: string): RosterFinding => ({
  id,
  reconciliation_id: 'r1',
  kind: 'only_in_town',
  hints: [],
  version: 1,
  created_at: '',
  updated_at: '',
})
const decision = { decision: 'accept', reason: '报市禁毒办补上' } as const
let answers: Partial<Record<string, ApiError>>

beforeEach(() => {
  answers = {}
  settled.mockReset()
  decide.mockReset().mockImplementation(({ finding: { id } }: Deciding) => {
    const refusal = answers[id]
    return refusal === undefined ? Promise.resolve({}) : Promise.reject(refusal)
  })
})

it('decides each, and leaves over those refused with the reason', async () => {
  answers = { b: new ApiError(409, null) }
  const { run, sent, refused } = useBulk(() => 'r1')
  await run([finding('a'), finding('b'), finding('c')], decision)
  expect(decide).toHaveBeenCalledTimes(3)
  expect(sent.value).toBe(3)
  expect(refused.value.map(({ finding: { id }, why }) => [id, why.status])).toEqual([['b', 409]])
  expect(settled).toHaveBeenCalledTimes(1)
})

it('repeats what went unanswered under its key, and what was refused under another', async () => {
  answers = { a: new ApiError(0, null), b: new ApiError(409, null) }
  const { run, refused } = useBulk(() => 'r1')
  await run([finding('a'), finding('b')], decision)
  answers = {}
  await run(
    refused.value.map((one) => one.finding),
    decision,
  )
  const keys = decide.mock.calls.map(([{ key }]) => key)
  expect(keys[0]).toBe(keys[2])
  expect(keys[1]).not.toBe(keys[3])
  expect(refused.value).toEqual([])
})
