import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/problem'
import type { Import } from './queries'
import { useBatch } from './useBatch'

const { planImport, commitImport } = vi.hoisted(() => ({ planImport: vi.fn(), commitImport: vi.fn() }))
vi.mock('./queries', () => ({ planImport, commitImport, useCommitted: () => () => Promise.resolve() }))

/** Ledgers already written, and what each file rests on. */
let written: string[]
const needs: Partial<Record<string, string>> = { '01人员.csv': '09村居.csv', '02检测.csv': '01人员.csv' }

function plan(name: string, state: Import['state'] = 'planned'): Import {
  const need = needs[name]
  const invalid = need !== undefined && !written.includes(need) ? 1 : 0
  return {
    id: name,
    resource: 'personnel',
    state,
    strategy: 'upsert',
    on_error: 'abort',
    mapped: [],
    division_code: '990981107000',
    counts: { total: 1, create: 1 - invalid, update: 0, unchanged: 0, conflict: 0, invalid },
    records: {},
    done_through: 0,
    notes: [],
    source: { name, size: 1, sha256: '', encoding: 'utf8' },
    version: 1,
    created_at: '2026-11-01T00:00:00Z',
    updated_at: '2026-11-01T00:00:00Z',
  }
}

const file = (name: string): File => new File(['a'], name)

beforeEach(() => {
  written = []
  planImport.mockReset().mockImplementation((chosen: File) => Promise.resolve(plan(chosen.name)))
  commitImport.mockReset().mockImplementation((id: string) => {
    written.push(id)
    return Promise.resolve(plan(id, 'committed'))
  })
})

describe('a batch of ledgers', () => {
  it('is written in the order the ledgers rest on each other, whatever their names', async () => {
    const { ledgers, add, writeAll } = useBatch()
    await add([file('02检测.csv'), file('09村居.csv'), file('01人员.csv')])
    expect(ledgers.map(({ file: { name } }) => name)).toEqual(['01人员.csv', '02检测.csv', '09村居.csv'])
    await writeAll()
    expect(written).toEqual(['09村居.csv', '01人员.csv', '02检测.csv'])
    expect(ledgers.every(({ state }) => state === 'written')).toBe(true)
  })

  it('leaves what stays wrong unwritten', async () => {
    const { ledgers, add, writeAll } = useBatch()
    await add([file('02检测.csv'), file('03其他.csv')])
    await writeAll()
    expect(written).toEqual(['03其他.csv'])
    expect(ledgers[0]?.state).toBe('checked')
  })

  it('does not know whether a lost answer was a writing, and asks again under the same key', async () => {
    commitImport.mockRejectedValueOnce(new ApiError(0, null))
    const { ledgers, add, writeAll, tryAgain, isUnfinished } = useBatch()
    await add([file('03其他.csv')])
    await writeAll()
    const [ledger] = ledgers
    expect(ledger?.state).toBe('unclear')
    expect(isUnfinished.value).toBe(true)
    if (ledger !== undefined) await tryAgain(ledger)
    expect(ledger?.state).toBe('written')
    expect(commitImport.mock.calls[0]?.[1]).toBe(commitImport.mock.calls[1]?.[1])
    expect(isUnfinished.value).toBe(false)
  })

  it('says when the file was changed after it was chosen', async () => {
    planImport.mockRejectedValueOnce(new ApiError(0, null))
    const gone = file('03其他.csv')
    vi.spyOn(gone, 'slice').mockReturnValue(
      Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new Error()) }),
    )
    const { ledgers, add } = useBatch()
    await add([gone])
    expect(ledgers[0]).toMatchObject({ state: 'refused', isGone: true })
  })
})
