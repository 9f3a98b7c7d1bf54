import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { QueryClient, VueQueryPlugin, focusManager } from '@tanstack/vue-query'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { ApiError } from '@/api/problem'
import { i18n } from '@/i18n'
import NotificationBell from './NotificationBell.vue'
import { pauseAfter } from './queries'

const { GET, POST, can } = vi.hoisted(() => ({ GET: vi.fn(), POST: vi.fn(), can: vi.fn() }))
vi.mock('@/api/client', () => ({
  api: { GET, POST },
  body: (answer: Promise<{ data: unknown }>) => answer.then(({ data }) => data),
}))
vi.mock('@/session/session', () => ({ useSession: () => ({ can }) }))

const due = {
  topic: 'duties_due',
  count: 3,
  count_is_lower_bound: false,
  list: 'tasks',
  query: 'state=open',
  is_new: true,
}
const told = (new_count: number) => ({
  data: { day: '2025-06-26', items: [{ ...due, is_new: new_count > 0 }], new_count },
})

async function show() {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:path(.*)*', component: { template: '' } }],
  })
  await router.push('/personnel')
  const wrapper = mount(NotificationBell, {
    attachTo: document.body,
    global: { plugins: [i18n, router, [VueQueryPlugin, { queryClient: new QueryClient() }]] },
  })
  await flushPromises()
  return { wrapper, router, bell: wrapper.find('button') }
}

enableAutoUnmount(afterEach)
// Reading the panel's file for the first time takes longer than a test may.
beforeAll(() => import('./NotificationPanel.vue'), 60_000)
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'Date'] })
  can.mockReset().mockReturnValue(true)
  GET.mockReset().mockResolvedValue(told(1))
  POST.mockReset().mockResolvedValue(told(0))
})
afterEach(() => {
  vi.useRealTimers()
  focusManager.setFocused(undefined)
  document.body.innerHTML = ''
})

it('says in words how many are new, and nothing where none is', async () => {
  expect((await show()).bell.text()).toBe('通知1，1 项新的')
  GET.mockResolvedValue(told(0))
  expect((await show()).bell.text()).toBe('通知')
})

it('is not there for whom there is nothing to tell, and asks nothing', async () => {
  can.mockReturnValue(false)
  const { wrapper } = await show()
  expect(wrapper.find('button').exists()).toBe(false)
  expect(GET).not.toHaveBeenCalled()
})

it('asks again while the page is looked at, more seldom the longer nobody answers', async () => {
  await show()
  focusManager.setFocused(false)
  await vi.advanceTimersByTimeAsync(pauseAfter(0) * 3)
  expect(GET).toHaveBeenCalledTimes(1)
  focusManager.setFocused(true)
  await vi.advanceTimersByTimeAsync(0)
  expect(GET).toHaveBeenCalledTimes(2)
  GET.mockRejectedValue(new ApiError(0, null))
  await vi.advanceTimersByTimeAsync(pauseAfter(0))
  expect(GET).toHaveBeenCalledTimes(3)
  await vi.advanceTimersByTimeAsync(pauseAfter(1) - 1000)
  expect(GET).toHaveBeenCalledTimes(3)
  await vi.advanceTimersByTimeAsync(1000)
  expect(GET).toHaveBeenCalledTimes(4)
  GET.mockResolvedValue(told(1))
  await vi.advanceTimersByTimeAsync(pauseAfter(2))
  expect(GET).toHaveBeenCalledTimes(5)
  await vi.advanceTimersByTimeAsync(pauseAfter(0))
  expect(GET).toHaveBeenCalledTimes(6)
  expect([pauseAfter(4), pauseAfter(20)]).toEqual([30 * 60_000, 30 * 60_000])
})

it('opens what waits, and gives the focus back on Escape', async () => {
  const { wrapper, bell } = await show()
  bell.element.focus()
  await bell.trigger('click')
  await vi.dynamicImportSettled()
  await flushPromises()
  const panel = wrapper.get('[role=dialog]')
  expect(document.activeElement).toBe(panel.element)
  expect(panel.text()).toContain('七日内到期的任务 新')
  await panel.trigger('keydown', { key: 'Escape' })
  expect(wrapper.find('[role=dialog]').exists()).toBe(false)
  expect(document.activeElement).toBe(bell.element)
})

it('leads to the list of a number, which is then seen', async () => {
  const { wrapper, router, bell } = await show()
  await bell.trigger('click')
  await vi.dynamicImportSettled()
  await flushPromises()
  await wrapper.get('[role=dialog] li a').trigger('click')
  await flushPromises()
  expect(router.currentRoute.value.fullPath).toBe('/tasks?state=open')
  expect(POST.mock.calls[0]?.[1]).toMatchObject({ body: { seen: [{ topic: 'duties_due', count: 3 }] } })
  expect(wrapper.find('[role=dialog]').exists()).toBe(false)
  expect(bell.text()).toBe('通知')
})
