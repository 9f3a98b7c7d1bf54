import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { beforeEach, expect, it, vi } from 'vitest'
import { i18n } from '@/i18n'
import DraftBadge from './DraftBadge.vue'
import { useDrafts } from './useDrafts'

vi.mock('./queries', () => ({}))
vi.mock('@/query-client', () => ({ queryClient: { invalidateQueries: vi.fn() } }))

beforeEach(() => {
  setActivePinia(createPinia())
})

it('says that records expired until somebody has looked', async () => {
  const queue = useDrafts()
  queue.expired = 2
  const badge = mount(DraftBadge, {
    global: { plugins: [i18n], stubs: { RouterLink: { template: '<a><slot /></a>' } } },
  })
  expect(badge.text()).toBe('2 条过期已删除')
  queue.seeExpired()
  await nextTick()
  expect(badge.text()).toBe('')
})
