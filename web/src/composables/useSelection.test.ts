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

it('keeps nothing ticked among the rows of the search before, which are in sight until the new ones come', async () => {
  const rows = ref([row('a'), row('b')])
  const search = ref('x')
  const stale = ref(false)
  const selection = useSelection(rows, () => true, { within: () => search.value, isStale: () => stale.value })
  const ids = (): string[] => selection.chosen.value.map(({ id }) => id)
  search.value = 'y'
  stale.value = true
  await nextTick()
  selection.toggleAll()
  expect(ids()).toEqual(['a', 'b'])
  rows.value = [row('b'), row('c')]
  stale.value = false
  await nextTick()
  expect(ids()).toEqual([])
  selection.toggle(row('c'))
  // Another page of the same search comes late too; what was ticked stays.
  stale.value = true
  await nextTick()
  rows.value = [row('d')]
  stale.value = false
  await nextTick()
  expect(ids()).toEqual(['c'])
})
