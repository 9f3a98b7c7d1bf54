import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { defineComponent, ref } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { useAskedRecord } from './useAskedRecord'

interface Row {
  id: string
}

async function arrive(address: string, { rows, mayOpen = true }: { rows?: Row[]; mayOpen?: boolean } = {}) {
  const open = vi.fn<(row?: Row) => void>()
  const shown = ref(rows)
  let told: () => string | null = () => null
  const Page = defineComponent(() => {
    const duty = useAskedRecord<Row>({ name: 'test', rows: shown, mayOpen: () => mayOpen, open })
    told = () => duty.value
    return () => null
  })
  const router: Router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/p', component: Page }] })
  await router.push(address)
  mount(Page, { global: { plugins: [router] } })
  await flushPromises()
  return { open, shown, router, duty: () => told() }
}

it('opens the form an address asks for, once, and tells the duty it is for', async () => {
  const { open, router, duty } = await arrive('/p?record=test&duty=test&year=2025')
  expect(open.mock.calls).toEqual([[undefined]])
  expect(duty()).toBe('test')
  expect(router.currentRoute.value.fullPath).toBe('/p?year=2025')
})

it('leaves what is asked of other records alone', async () => {
  const { open, router } = await arrive('/p?record=visit')
  expect(open).not.toHaveBeenCalled()
  expect(router.currentRoute.value.fullPath).toBe('/p?record=visit')
})

it('waits for the list when a record of it is asked for', async () => {
  const { open, shown } = await arrive('/p?record=test&of=b')
  expect(open).not.toHaveBeenCalled()
  shown.value = [{ id: 'a' }, { id: 'b' }]
  await flushPromises()
  expect(open.mock.calls).toEqual([[{ id: 'b' }]])
})

it('opens nothing for one that is gone, nor for who may not write', async () => {
  const gone = await arrive('/p?record=test&of=x', { rows: [{ id: 'a' }] })
  expect(gone.open).not.toHaveBeenCalled()
  const closed = await arrive('/p?record=test', { mayOpen: false })
  expect(closed.open).not.toHaveBeenCalled()
})
