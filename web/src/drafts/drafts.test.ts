// @vitest-environment node
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError, refusalOf } from '@/api/problem'
import { DraftDatabase } from './database'
import { lifetime, type Draft } from './draft'
import { pauseAfter, replay } from './replay'
import { memoryStore, sealedStore, sweep } from './store'

vi.mock('./queries', () => ({}))

const now = Date.now()
const draft = (id: string, part: Partial<Draft> = {}): Draft => ({
  id,
  made_at: now + Number(id.replace(/\D/g, '')),
  state: 'waiting',
  revision: 0,
  place: { id: `place-${id}`, name: '石桥村出租房8号', code: 'XH00008', kind: 'rental' },
  facts: { inspected_on: '2026-11-25', outcome: 'defect', defect_notes: '私拉电线', warning_signs: ['odour'] },
  refusal: {},
  ...part,
})
const lost = new ApiError(0, null)
let database: DraftDatabase
let turn = 0

beforeEach(() => {
  turn += 1
  database = new DraftDatabase(`drafts-${turn}`)
})

/** All that lies in the database, as text: strings as they are, bytes read as UTF-8 and as UTF-16. */
async function dump(): Promise<string> {
  const all: string[] = []
  const walk = (value: unknown): void => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : new Uint8Array(value.buffer)
      all.push(new TextDecoder().decode(bytes), new TextDecoder('utf-16le').decode(bytes))
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        all.push(name)
        walk(inner)
      }
    } else all.push(String(value))
  }
  walk(await database.drafts.toArray())
  walk(await database.keys.toArray())
  return all.join('\n')
}

describe('drafts on the device', () => {
  it('are sealed: nothing of what was written lies there in clear', async () => {
    const store = await sealedStore(database, 'a1')
    await store.put(draft('d1', { state: 'refused', refusal: { '': '排查日期不能晚于今天' } }))
    const lying = await dump()
    expect(lying).toContain('d1')
    for (const word of ['石桥村', 'XH00008', 'place-d1', '私拉电线', 'odour', 'defect', '2026-11-25', '不能晚于'])
      expect(lying).not.toContain(word)
    expect(await store.list()).toMatchObject([{ id: 'd1', facts: { defect_notes: '私拉电线' } }])
  })

  it('are sealed by a key that cannot be read out', async () => {
    await sealedStore(database, 'a1')
    const [row] = await database.keys.toArray()
    expect(row?.key.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('raw', row?.key ?? new CryptoKey())).rejects.toThrow()
  })

  it('are opened by nobody else’s key, and not in the place of another', async () => {
    await (await sealedStore(database, 'a1')).put(draft('d1'))
    const [row] = await database.drafts.toArray()
    if (row === undefined) throw new Error('nothing lies there')
    await database.drafts.bulkPut([
      { ...row, account: 'a2' },
      { ...row, id: 'd9', account: 'a1' },
    ])
    expect(await (await sealedStore(database, 'a2')).list()).toEqual([])
    expect(await (await sealedStore(database, 'a1')).list()).toEqual([])
  })

  it('are one account’s, found again after a reload, and gone when it signs out', async () => {
    await (await sealedStore(database, 'a1')).put(draft('d1'))
    await (await sealedStore(database, 'a2')).put(draft('d2'))
    const again = await sealedStore(database, 'a1')
    expect((await again.list()).map(({ id }) => id)).toEqual(['d1'])
    await again.wipe()
    expect((await database.drafts.toArray()).map(({ account }) => account)).toEqual(['a2'])
    expect((await database.keys.toArray()).map(({ account }) => account)).toEqual(['a2'])
  })

  it('are deleted after 72 hours, whoever’s they are, and only one’s own are told of', async () => {
    const store = await sealedStore(database, 'a1')
    await store.put(draft('d1', { made_at: now - lifetime }))
    await (await sealedStore(database, 'a2')).put(draft('d2', { made_at: now - lifetime - 1 }))
    await store.put(draft('d3', { made_at: now - lifetime + 60_000 }))
    expect((await store.list()).map(({ id }) => id)).toEqual(['d3'])
    expect(await sweep(database, now, 'a1')).toBe(1)
    expect((await database.drafts.toArray()).map(({ id }) => id)).toEqual(['d3'])
  })
})

describe('the queue', () => {
  it('repeats an attempt whose answer was lost under the same key, so that the server makes no twin', async () => {
    const store = await sealedStore(database, 'a1')
    const made = new Map<string, string>()
    let isLosing = true
    const send = ({ id, facts }: Draft): Promise<void> => {
      if (!made.has(id)) made.set(id, facts.outcome)
      return isLosing ? Promise.reject(lost) : Promise.resolve()
    }
    await store.put(draft('d1'))
    expect((await replay(store, send)).left).toBe(1)
    // The page was closed and opened again in between.
    const after = await sealedStore(database, 'a1')
    expect(await after.list()).toMatchObject([{ id: 'd1', state: 'unclear' }])
    isLosing = false
    expect((await replay(after, send)).saved).toHaveLength(1)
    expect([...made.keys()]).toEqual(['d1'])
    expect(await after.list()).toEqual([])
  })

  it('sends the oldest first and stops when the network is dead', async () => {
    const store = memoryStore()
    for (const id of ['d3', 'd1', 'd2']) await store.put(draft(id))
    const sent: string[] = []
    const send = ({ id }: Draft): Promise<void> => {
      sent.push(id)
      return id === 'd2' ? Promise.reject(lost) : Promise.resolve()
    }
    expect(await replay(store, send)).toMatchObject({ saved: [{ draft: { id: 'd1' } }], left: 2 })
    expect(sent).toEqual(['d1', 'd2'])
    expect(await store.list()).toMatchObject([
      { id: 'd2', state: 'unclear' },
      { id: 'd3', state: 'waiting' },
    ])
  })

  it('keeps what was refused with its reason, goes on, and does not ask again', async () => {
    const store = await sealedStore(database, 'a1')
    for (const id of ['d1', 'd2']) await store.put(draft(id))
    const send = vi.fn(({ id }: Draft): Promise<void> =>
      id === 'd1' ? Promise.reject(refusalOf('/inspected_on', 'x', '排查日期不能晚于今天。')) : Promise.resolve(),
    )
    expect(await replay(store, send)).toMatchObject({
      refused: [{ id: 'd1' }],
      saved: [{ draft: { id: 'd2' } }],
      left: 0,
    })
    expect(await store.list()).toMatchObject([
      { id: 'd1', state: 'refused', refusal: { inspected_on: '排查日期不能晚于今天。' } },
    ])
    await replay(store, send)
    expect(send).toHaveBeenCalledTimes(2)
  })

  it('lets one record fail on the server without holding up other places, but keeps the order within one', async () => {
    const store = memoryStore()
    const place = draft('d1').place
    for (const one of [draft('d1'), draft('d2', { place }), draft('d3')]) await store.put(one)
    const send = ({ id }: Draft): Promise<void> =>
      id === 'd1' ? Promise.reject(new ApiError(500, null)) : Promise.resolve()
    expect(await replay(store, send)).toMatchObject({ saved: [{ draft: { id: 'd3' } }], left: 2 })
    expect((await store.list()).map(({ id, state }) => `${id} ${state}`)).toEqual(['d1 unclear', 'd2 waiting'])
  })

  it('knows that a busy server has written nothing', async () => {
    const store = memoryStore()
    await store.put(draft('d1'))
    expect((await replay(store, () => Promise.reject(new ApiError(429, null)))).left).toBe(1)
    expect(await store.list()).toMatchObject([{ state: 'waiting' }])
  })

  it('takes an answer that breaks off for none: the server may have the record', async () => {
    const store = await sealedStore(database, 'a1')
    await store.put(draft('d1'))
    const send = vi.fn<(draft: Draft) => Promise<void>>(() => Promise.reject(new TypeError('network error')))
    expect(await replay(store, send)).toMatchObject({ left: 1, refused: [] })
    expect(await store.list()).toMatchObject([{ id: 'd1', state: 'unclear' }])
    await replay(store, send)
    expect(send.mock.calls.map(([{ id }]) => id)).toEqual(['d1', 'd1'])
  })

  it('waits where the session has ended, as that refuses nothing and writes nothing', async () => {
    const store = await sealedStore(database, 'a1')
    for (const id of ['d1', 'd2']) await store.put(draft(id))
    const send = vi.fn((): Promise<void> => Promise.reject(new ApiError(401, null)))
    expect(await replay(store, send)).toEqual({ saved: [], refused: [], left: 2 })
    expect((await store.list()).map(({ state }) => state)).toEqual(['waiting', 'waiting'])
    expect(send).toHaveBeenCalledOnce()
  })

  it('stops when somebody else has signed in', async () => {
    const store = await sealedStore(database, 'a1')
    for (const id of ['d1', 'd2']) await store.put(draft(id))
    let isCurrent = true
    const send = vi.fn<(draft: Draft) => Promise<void>>(() => {
      isCurrent = false
      return Promise.resolve()
    })
    expect((await replay(store, send, () => isCurrent)).left).toBe(1)
    expect(send).toHaveBeenCalledOnce()
    expect(await store.list()).toMatchObject([{ id: 'd2', state: 'waiting' }])
  })

  it.each(['sealed', 'memory'])('does not send what was deleted since it was listed (%s)', async (kind) => {
    const store = kind === 'sealed' ? await sealedStore(database, 'a1') : memoryStore()
    for (const id of ['d1', 'd2']) await store.put(draft(id))
    const send = vi.fn<(draft: Draft) => Promise<void>>(() => store.remove('d2'))
    expect(await replay(store, send)).toMatchObject({ saved: [{ draft: { id: 'd1' } }], left: 0 })
    expect(send).toHaveBeenCalledOnce()
    expect(await store.list()).toEqual([])
  })

  it.each(['sealed', 'memory'])('sends a record as it lies there then (%s)', async (kind) => {
    const store = kind === 'sealed' ? await sealedStore(database, 'a1') : memoryStore()
    for (const id of ['d1', 'd2']) await store.put(draft(id))
    const sent: string[] = []
    await replay(store, async ({ id, facts }: Draft) => {
      sent.push(`${id} ${facts.outcome}`)
      const other = await store.find('d2')
      if (id === 'd1' && other !== null) await store.change(other, { facts: { ...other.facts, outcome: 'normal' } })
    })
    expect(sent).toEqual(['d1 defect', 'd2 normal'])
  })

  it.each(['sealed', 'memory'])('touches only what it sent: not what was changed meanwhile (%s)', async (kind) => {
    const store = kind === 'sealed' ? await sealedStore(database, 'a1') : memoryStore()
    for (const id of ['d1', 'd2']) await store.put(draft(id))
    await replay(store, async (one: Draft) => {
      await store.change(one, { facts: { ...one.facts, outcome: 'normal' }, state: 'waiting' })
      if (one.id === 'd2') throw new ApiError(422, null)
    })
    expect((await store.list()).map(({ id, state, facts }) => `${id} ${state} ${facts.outcome}`)).toEqual([
      'd1 waiting normal',
      'd2 waiting normal',
    ])
  })

  it('does not bring back what was deleted while it was being sent', async () => {
    const store = await sealedStore(database, 'a1')
    await store.put(draft('d1'))
    await replay(store, async ({ id }: Draft) => {
      await store.remove(id)
      throw new ApiError(422, null)
    })
    expect(await store.list()).toEqual([])
  })

  it('waits longer after each failure, and five minutes at most', () => {
    expect([1, 2, 3, 20].map(pauseAfter)).toEqual([5000, 10_000, 20_000, 300_000])
  })
})
