import { flushPromises, mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { defineComponent } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { moved, readVisits, useVisits, visits } from './visits'

it('keeps a few, the newest first and each once', () => {
  expect(moved(['/a', '/b', '/c'], '/c')).toEqual(['/c', '/a', '/b'])
  expect(moved(['/1', '/2', '/3', '/4', '/5', '/6'], '/7')).toEqual(['/7', '/1', '/2', '/3', '/4', '/5'])
})

it('begins anew where something else was kept', () => {
  for (const text of [null, '', '{"a":1}', '[1, null]', 'no JSON']) expect(readVisits(text)).toEqual([])
  expect(readVisits('["/tasks", 3]')).toEqual(['/tasks'])
})

it('notes pages of the menu and no record', async () => {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:path(.*)*', component: { template: '' } }],
  })
  await router.push('/tasks')
  const Frame = defineComponent(() => {
    useVisits((path) => ['/tasks', '/personnel'].includes(path))
    return () => null
  })
  mount(Frame, { global: { plugins: [router] } })
  for (const path of ['/personnel', '/personnel/p1', '/tasks?state=open']) await router.push(path)
  await flushPromises()
  expect(visits.value).toEqual(['/tasks', '/personnel'])
  expect(readVisits(window.sessionStorage.getItem('jindu.visited'))).toEqual(['/tasks', '/personnel'])
})
