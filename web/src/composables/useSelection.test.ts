import { nextTick, ref } from 'vue'
import { expect, it } from 'vitest'
import { useSelection } from './useSelection'

const row = (id: string, isOpen = true) => ({ id, isOpen })

function open(most?: number) {
  const rows = ref([row('a'), row('b'), row('c', false)])
  const search = ref('x')
  const limits = { within: () => search.value, ...(most === undefined ? {} : { most }) }
  const selection = useSelection(rows, ({ isOpen }) => isOpen, limits)
  return { rows, search, selection, ids: (): string[] => selection.chosen.value.map(({ id }) => id) }
}

it('chooses what may be chosen, on one page and then on another', () => {
  const { rows, selection, ids } = open()
  selection.toggle(row('a'))
  expect(ids()).toEqual(['a'])
  selection.toggleAll()
  expect([ids(), selection.isAll.value, selection.elsewhere.value]).toEqual([['a', 'b'], true, 0])
  rows.value = [row('d'), row('e')]
  expect([ids(), selection.isAll.value, selection.elsewhere.value]).toEqual([['a', 'b'], false, 2])
  selection.toggleAll()
  expect(ids()).toEqual(['a', 'b', 'd', 'e'])
  selection.toggleAll()
  expect(ids()).toEqual(['a', 'b'])
})

it('lets go of what may no longer be chosen, as far as it is in sight', () => {
  const { rows, selection, ids } = open()
  selection.toggleAll()
  rows.value = [row('a', false), row('b')]
  expect(ids()).toEqual(['b'])
})

it('takes no more than the server does', () => {
  const { selection, ids } = open(3)
  selection.add([row('k'), row('l', false), row('m'), row('n'), row('o')])
  expect(ids()).toEqual(['k', 'm', 'n'])
})

it('belongs to one search', async () => {
  const { search, selection, ids } = open()
  selection.toggleAll()
  search.value = 'y'
  await nextTick()
  expect(ids()).toEqual([])
})
