import { expect, it } from 'vitest'
import { arranged, moved, offered } from './columns'

const columns = ['name', 'status', 'risk', 'phone', 'actions'].map((key) => ({ key, label: key }))
const keys = (found: { key: string }[]): string[] => found.map(({ key }) => key)

it('shows what was chosen in its order, between the name and the acts', () => {
  expect(keys(arranged(columns, null))).toEqual(['name', 'status', 'risk', 'phone', 'actions'])
  expect(keys(arranged(columns, ['phone', 'status']))).toEqual(['name', 'phone', 'status', 'actions'])
})

it('shows an extra column to whoever chose it', () => {
  const more = [...columns.slice(0, 2), { key: 'grid', label: 'grid', isExtra: true }, ...columns.slice(2)]
  expect(keys(arranged(more, null))).toEqual(keys(columns))
  expect(keys(arranged(more, ['grid']))).toEqual(['name', 'grid', 'actions'])
  expect(offered(more, null).find(({ column }) => column.key === 'grid')?.isShown).toBe(false)
})

it('forgets a column the list no longer has, and the name stays whatever was chosen', () => {
  expect(keys(arranged(columns, ['gone', 'risk', 'actions', 'name']))).toEqual(['name', 'risk', 'actions'])
})

it('offers those shown first', () => {
  expect(offered(columns, ['phone']).map(({ column, isShown }) => [column.key, isShown])).toEqual([
    ['phone', true],
    ['status', false],
    ['risk', false],
  ])
})

it('moves a column within its bounds', () => {
  expect(moved(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c'])
  expect(moved(['a', 'b', 'c'], 'b', 5)).toEqual(['a', 'c', 'b'])
})
