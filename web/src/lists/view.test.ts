import { expect, it } from 'vitest'
import { isAsKept, queryOf, searchOf } from './view'

it('keeps what narrows and orders a list, by name, and neither the page nor what was typed', () => {
  const query = {
    status: 'abroad,detained',
    q: '安小川',
    page: '3',
    sort: '-updated_at',
    division: '990981107',
    view: 'v',
  }
  expect(searchOf(query)).toBe('division=990981107&sort=-updated_at&status=abroad%2Cdetained')
  expect(searchOf({ q: '安小川', empty: '', gone: null })).toBe('')
})

it('comes back to the search it was made from', () => {
  const kept = { id: 'v1', query: searchOf({ status: 'abroad,detained', kind: 'a&b' }) }
  expect(queryOf(kept)).toEqual({ status: 'abroad,detained', kind: 'a&b', view: 'v1' })
  expect(isAsKept(kept, queryOf(kept))).toBe(true)
  expect(isAsKept(kept, { ...queryOf(kept), status: 'abroad' })).toBe(false)
})
