import { describe, expect, it, vi } from 'vitest'
import type { Permission } from '@/session/permissions'
import { groups, numbersFor, type Reader, type TodayNumber } from './numbers'

const { get, post } = vi.hoisted(() => {
  const counted = { total: 7, total_is_lower_bound: false }
  return {
    get: vi.fn(() => Promise.resolve({ data: counted })),
    post: vi.fn(() => Promise.resolve({ data: { counts: [counted] } })),
  }
})
vi.mock('@/api/client', () => ({
  api: { GET: get, POST: post },
  body: (answer: Promise<{ data: unknown }>) => answer.then(({ data }) => data),
}))

const reader = (role: string, ...held: Permission[]): Reader => ({
  can: (permission) => held.includes(permission),
  role,
  day: '2026-11-27',
  division: undefined,
})
const keys = (numbers: TodayNumber[]): string[] => numbers.map(({ key }) => key)
const everything: Reader = { ...reader('caseworker'), can: () => true }
const called = (key: string, of: Reader): TodayNumber => {
  const found = numbersFor(of).find((number) => number.key === key)
  if (found === undefined) throw new Error(`no number ${key}`)
  return found
}

describe('the numbers of a first page', () => {
  it('are those of what the account acts on, and may see the list of', () => {
    expect(keys(numbersFor(reader('leader', 'exports:request', 'exports:approve', 'reports:read')))).toEqual([
      'approve',
      'in_writing',
      'frozen',
      'ready',
    ])
    expect(keys(numbersFor(reader('caseworker', 'transfers:write')))).toEqual([])
    expect(numbersFor(reader('publicity', 'session:use', 'events:read', 'events:write'))).toEqual([])
  })

  it('leave out what the account has a better number for', () => {
    const receives = keys(numbersFor(reader('police', 'leads:read', 'leads:decide')))
    expect(receives).toContain('leads')
    expect(receives).not.toContain('unreceived')
    expect(keys(numbersFor(reader('caseworker', 'leads:read')))).toContain('unreceived')
    expect(keys(numbersFor(reader('sys_admin', 'accounts:read', 'accounts:manage')))).toContain('asked')
    expect(keys(numbersFor(reader('audit_admin', 'accounts:read', 'accounts:confirm')))).toEqual(['confirm'])
  })

  it('ask for the signatures of the post', () => {
    const signs = (role: string): unknown => called('awaits', reader(role, 'inspections:read', 'inspections:write')).to
    expect(signs('grid_worker')).toEqual({ path: '/inspections', query: { awaits: 'inspector' } })
    expect(signs('village_head')).toEqual({ path: '/inspections', query: { awaits: 'village_head' } })
    expect(signs('office_head')).toEqual({ path: '/inspections', query: { awaits: 'town_office' } })
  })

  it('look a week ahead and a week back, and call today neither overdue nor missed', () => {
    const query = (key: string): unknown => Reflect.get(Object(called(key, everything).to), 'query')
    expect(query('near')).toEqual({ state: 'open', due_on_from: '2026-11-27', due_on_to: '2026-12-04' })
    expect(query('missed')).toEqual({
      state: 'open,missed',
      kind: 'test,visit,contact',
      due_on_from: '2026-11-20',
      due_on_to: '2026-11-26',
    })
    expect(query('overdue')).toMatchObject({ due_on_to: '2026-11-26' })
    expect(Reflect.get(Object(query('overdue')), 'kind')).not.toMatch(/test|visit|contact/)
  })

  /** The list that was asked for how much it holds, by its path, and the query it was asked with. */
  function lastAsked(): [path: string, query: unknown] {
    const [path, options] = Array.from<unknown>(get.mock.lastCall ?? post.mock.lastCall ?? [])
    const at = (from: unknown, ...names: string[]): unknown =>
      names.reduce((value, name) => Reflect.get(Object(value), name), from)
    if (path !== '/api/v1/counts') {
      const { per_page, ...query } = Object.assign({ per_page: 0 }, at(options, 'params', 'query'))
      expect(per_page, String(path)).toBe(1)
      return [String(path), Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))]
    }
    const one = at(options, 'body', 'lists', '0')
    const query = Object.fromEntries(new URLSearchParams(String(at(one, 'query'))))
    return [`/api/v1/${String(at(one, 'list'))}`, query]
  }

  it('count by the very query their list is opened with', async () => {
    const atHome = new Set(['incoming', 'proposed'])
    for (const { key, to, count } of numbersFor({ ...everything, division: '990981107000' })) {
      get.mockClear()
      post.mockClear()
      await expect(count()).resolves.toMatchObject({ total: 7 })
      const [path, query] = lastAsked()
      if (atHome.has(key)) continue
      expect(`/api/v1${String(Reflect.get(Object(to), 'path'))}`, key).toBe(path)
      expect(Reflect.get(Object(to), 'query'), key).toEqual(query)
    }
  })

  it('each stand once, in a group of the page', () => {
    const all = numbersFor(everything)
    expect(new Set(keys(all)).size).toBe(all.length)
    expect(all.every(({ group }) => groups.includes(group))).toBe(true)
  })
})
