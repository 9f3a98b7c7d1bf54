import { expect, it } from 'vitest'
import { ref } from 'vue'
import { useSelection } from './useSelection'

const row = (id: string, isOpen = true) => ({ id, isOpen })

it('chooses what may be chosen, and forgets what left the page', () => {
  const rows = ref([row('a'), row('b'), row('c', false)])
  const { chosen, isAll, toggle, toggleAll } = useSelection(rows, ({ isOpen }) => isOpen)
  const ids = (): string[] => chosen.value.map(({ id }) => id)
  toggle(row('a'))
  expect(ids()).toEqual(['a'])
  toggleAll()
  expect([ids(), isAll.value]).toEqual([['a', 'b'], true])
  rows.value = [row('b'), row('d')]
  expect([ids(), isAll.value]).toEqual([['b'], false])
  toggle(row('b'))
  expect(ids()).toEqual([])
})
