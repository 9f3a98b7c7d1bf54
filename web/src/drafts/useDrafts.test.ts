import 'fake-indexeddb/auto'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/problem'
import type { Draft, Place } from './draft'
import type { Facts } from './queries'
import { memoryStore, type DraftStore } from './store'
import { useDrafts } from './useDrafts'

const { sendDraft, storeFor } = vi.hoisted(() => ({
  sendDraft: vi.fn<(draft: Draft) => Promise<{ id: string }>>(),
  storeFor: vi.fn<(account: string) => Promise<DraftStore>>(),
}))
vi.mock('./queries', () => ({ sendDraft }))
vi.mock('./seal', () => ({ maySeal: () => true }))
vi.mock('./store', async (actual) => ({
  ...(await actual<object>()),
  sealedStore: (_: unknown, account: string) => storeFor(account),
}))
vi.mock('@/query-client', () => ({ queryClient: { invalidateQueries: vi.fn() } }))

const place: Place = { id: 'p1', name: '石桥村出租房8号', code: 'XH00008', kind: 'rental' }
const facts: Facts = { inspected_on: '2026-11-25', outcome: 'normal' }
const mended: Facts = { ...facts, outcome: 'defect' }
let store: DraftStore

const isOnline = (value: boolean): void => {
  Object.defineProperty(navigator, 'onLine', { value, configurable: true })
}

/** One draft that lies here and was not sent, and the queue with the network back. */
async function kept() {
  isOnline(false)
  const queue = useDrafts()
  await queue.open('a1')
  const posted = await queue.add(place, facts)
  if (!('draft' in posted)) throw new Error('it was sent')
  return { queue, draft: posted.draft }
}

beforeEach(() => {
  setActivePinia(createPinia())
  sendDraft.mockReset()
  store = memoryStore()
  storeFor.mockReset().mockImplementation(() => Promise.resolve(store))
  isOnline(true)
})

it('answers with the one draft however sending fails, so that the form mends it and makes no twin', async () => {
  const queue = useDrafts()
  await queue.open('a1')
  const list = vi.spyOn(store, 'list').mockRejectedValue(new Error('the disk is full'))
  const posted = await queue.add(place, facts)
  list.mockRestore()
  expect(posted).toMatchObject({ draft: { facts } })
  expect(await store.list()).toHaveLength(1)
  await queue.close('keep')
})

it('keeps a record whose answer broke off under its key', async () => {
  sendDraft.mockRejectedValue(new TypeError('network error'))
  const queue = useDrafts()
  await queue.open('a1')
  expect(await queue.add(place, facts)).toMatchObject({ draft: { state: 'unclear' } })
  expect(await store.list()).toMatchObject([{ id: sendDraft.mock.calls[0]?.[0].id, state: 'unclear' }])
  await queue.close('keep')
})

it('mends nothing that is being sent: it waits, and finds it gone', async () => {
  const { queue, draft } = await kept()
  let answer: (made: { id: string }) => void = () => undefined
  sendDraft.mockReturnValue(new Promise((resolve) => (answer = resolve)))
  const sending = queue.sendNow()
  const mending = queue.mend(draft, mended)
  await vi.waitFor(() => {
    expect(sendDraft).toHaveBeenCalledOnce()
  })
  answer({ id: 'i1' })
  await sending
  expect(await mending).toEqual({ obstacle: 'gone' })
  expect(await store.list()).toEqual([])
})

it('mends nothing that was sent and not answered', async () => {
  const { queue, draft } = await kept()
  await store.change(draft, { state: 'unclear' })
  expect(await queue.mend(draft, mended)).toEqual({ obstacle: 'unclear' })
  expect(await store.list()).toMatchObject([{ state: 'unclear', facts }])
  await queue.close('keep')
})

it('sends nothing of an account that was left while it was waiting for its turn', async () => {
  const { queue } = await kept()
  const mine = store
  sendDraft.mockImplementation(async () => {
    await queue.close('keep')
    return { id: 'i1' }
  })
  await queue.add({ ...place, id: 'p2' }, facts)
  const run = await queue.sendNow()
  expect(sendDraft).toHaveBeenCalledOnce()
  expect(run?.left).toBe(1)
  expect(await mine.list()).toMatchObject([{ place: { id: 'p2' }, state: 'waiting' }])
})

it('opens nobody’s drafts who has left before they were found', async () => {
  let found: (store: DraftStore) => void = () => undefined
  storeFor.mockReturnValueOnce(new Promise((resolve) => (found = resolve)))
  const queue = useDrafts()
  const opening = queue.open('a1')
  await vi.waitFor(() => {
    expect(storeFor).toHaveBeenCalledOnce()
  })
  await queue.close('keep')
  found(store)
  await opening
  expect(queue.isReady).toBe(false)
})

it('does not take an ended session for a refusal', async () => {
  sendDraft.mockRejectedValue(new ApiError(401, null))
  const queue = useDrafts()
  await queue.open('a1')
  expect(await queue.add(place, facts)).toMatchObject({ draft: { state: 'waiting' } })
  await queue.close('keep')
})
