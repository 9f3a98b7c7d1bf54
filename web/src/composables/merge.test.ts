import { describe, expect, it } from 'vitest'
import { changes, copy, isSame, putAt, rebase, valueAt } from './merge'

const original = { name: '平安旅馆', notes: null, counts: { reach: 1, leaflets: 20 } }

describe('changes', () => {
  it('holds only what changed, and null for what was emptied', () => {
    const before: { name: string; notes: string | null } = { name: '甲', notes: '旧' }
    expect(changes<typeof before>(before, { name: '甲', notes: null })).toEqual({ notes: null })
  })

  it('patches an inner object field by field', () => {
    expect(changes(original, { ...original, counts: { reach: 2, leaflets: 20 } })).toEqual({ counts: { reach: 2 } })
    const emptied: { counts: { reach?: number; leaflets?: number } } = { counts: { leaflets: 20 } }
    expect(changes(original, { ...original, ...emptied })).toEqual({ counts: { reach: null } })
  })

  it('sends a list whole', () => {
    expect(changes({ settings: ['school'] }, { settings: ['school', 'venue'] })).toEqual({
      settings: ['school', 'venue'],
    })
  })
})

describe('rebase', () => {
  it('keeps what was typed and takes the latest of what was not', () => {
    const draft: { name: string; notes: string | null } = { name: '我改的', notes: null }
    const both = rebase(draft, { name: '原来', notes: null }, { name: '原来', notes: '别人写的' })
    expect(draft).toEqual({ name: '我改的', notes: '别人写的' })
    expect(both).toEqual([])
  })

  it('names the fields both sides changed, and keeps the typed one', () => {
    const draft = { name: '我改的' }
    expect(rebase(draft, { name: '原来' }, { name: '别人改的' })).toEqual(['name'])
    expect(draft.name).toBe('我改的')
  })

  it('merges two people’s counts of one event', () => {
    const draft = { counts: { reach: 50, leaflets: 20, posters: 3 } }
    const before = { counts: { reach: 1, leaflets: 20, posters: 1 } }
    const both = rebase(draft, before, { counts: { reach: 1, leaflets: 99, posters: 2 } })
    expect(draft).toEqual({ counts: { reach: 50, leaflets: 99, posters: 3 } })
    expect(both).toEqual(['counts.posters'])
  })
})

it('reads and puts a value inside', () => {
  const draft = { counts: { reach: 1 } }
  const counts = draft.counts
  putAt(draft, 'counts.reach', 2)
  expect(valueAt(draft, 'counts.reach')).toBe(2)
  expect(counts.reach).toBe(1)
  expect(valueAt(draft, 'nothing.here')).toBeUndefined()
})

it('takes an absent field and a null one for the same', () => {
  expect(isSame({ a: null }, {})).toBe(true)
  expect(isSame({ a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } })).toBe(true)
})

it('copies deeply', () => {
  const twin = copy(original)
  twin.counts.reach = 9
  expect(original.counts.reach).toBe(1)
})
