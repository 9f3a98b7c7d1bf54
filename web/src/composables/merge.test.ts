import { describe, expect, it } from 'vitest'
import { changes, copy, rebase } from './merge'

const original = { name: '平安旅馆', notes: null, counts: { reach: 1 } }

describe('changes', () => {
  it('holds only what changed, and null for what was emptied', () => {
    const before: { name: string; notes: string | null } = { name: '甲', notes: '旧' }
    expect(changes<typeof before>(before, { name: '甲', notes: null })).toEqual({ notes: null })
  })

  it('sends a nested object whole', () => {
    expect(changes(original, { ...original, counts: { reach: 2 } })).toEqual({ counts: { reach: 2 } })
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
})

it('copies deeply', () => {
  const twin = copy(original)
  twin.counts.reach = 9
  expect(original.counts.reach).toBe(1)
})
