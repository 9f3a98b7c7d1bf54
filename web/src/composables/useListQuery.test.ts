import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useListQuery, type ListQuery } from './useListQuery'

async function open(address: string) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: { render: () => null } }],
  })
  await router.push(address)
  let list: ListQuery<'q' | 'status'> | undefined
  const Page = defineComponent(() => {
    list = useListQuery(['q', 'status'], '-updated_at')
    return () => null
  })
  mount(Page, { global: { plugins: [router] } })
  if (list === undefined) throw new Error('the page did not mount')
  return { router, list }
}

describe('the state of a list', () => {
  it('is read from the address, and nonsense there is the default', async () => {
    const { list } = await open('/?page=3&status=abroad&per_page=9999&other=x')
    expect(list.query.value).toEqual({ page: 3, per_page: 200, sort: '-updated_at', status: 'abroad' })
    expect((await open('/?page=-1')).list.page.value).toBe(1)
  })

  it('goes back to the first page when a filter changes', async () => {
    const { router, list } = await open('/?page=3')
    list.set('status', 'abroad')
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ status: 'abroad' })
    expect(list.isFiltered.value).toBe(true)
  })

  it('keeps the order when the filters are cleared', async () => {
    const { router, list } = await open('/?page=3&q=z&sort=file_no')
    list.clear()
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ sort: 'file_no' })
  })
})
