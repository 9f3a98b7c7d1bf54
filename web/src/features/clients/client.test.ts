import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isFromAnywhere, mayHold, standingOf } from './client'

const secret = { id: 's1', created_at: '2026-11-01T00:00:00Z' }
const client = { revoked_at: null, expires_on: '2027-05-01', secrets: [secret], keys: [] }

describe('a machine client', () => {
  it('is offered what the document opens to machines, and nothing else', () => {
    const document = readFileSync('../openapi/openapi.json', 'utf8')
    const open = [...document.matchAll(/"machine": \[\s*"([a-z:]+)"\s*\]/g)].map((match) => match[1])
    expect(open.length).toBeGreaterThan(20)
    expect([...new Set(Object.values(mayHold).flat())].sort()).toEqual([...new Set(open)].sort())
  })

  it('stands as its end, its day and its keys say', () => {
    const standing = (change: Partial<Parameters<typeof standingOf>[0]>) =>
      standingOf({ ...client, ...change }, '2026-11-20')
    expect(standing({})).toBe('open')
    expect(standing({ expires_on: '2026-12-20' })).toBe('ends_soon')
    expect(standing({ expires_on: '2026-11-20' })).toBe('ends_soon')
    expect(standing({ expires_on: '2026-11-19' })).toBe('expired')
    expect(standing({ secrets: [] })).toBe('closed')
    expect(standing({ secrets: [], revoked_at: '2026-11-02T00:00:00Z' })).toBe('revoked')
  })

  it('may call from anywhere only where a network says so', () => {
    expect(isFromAnywhere(['10.12.0.0/16', '0.0.0.0/0'])).toBe(true)
    expect(isFromAnywhere(['10.0.0.0/8'])).toBe(false)
  })
})
