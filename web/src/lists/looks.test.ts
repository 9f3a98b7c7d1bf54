import { flushPromises, mount } from '@vue/test-utils'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { beforeEach, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { ApiError } from '@/api/problem'
import { useLook } from './looks'

const { GET, PATCH } = vi.hoisted(() => ({ GET: vi.fn(), PATCH: vi.fn() }))
vi.mock('@/api/client', () => ({
  api: { GET, PATCH },
  body: (answer: Promise<{ data: unknown }>) => answer.then(({ data }) => data),
}))

const preferences = (lists: object, version = 1) => ({ lists, topics_off: [], version })

async function open(list: string) {
  let look: ReturnType<typeof useLook> | undefined
  const Page = defineComponent(() => {
    look = useLook(list)
    return () => null
  })
  mount(Page, { global: { plugins: [[VueQueryPlugin, { queryClient: new QueryClient() }]] } })
  await flushPromises()
  if (look === undefined) throw new Error('the page did not mount')
  return look
}

beforeEach(() => {
  GET.mockReset().mockResolvedValue({ data: preferences({ tasks: { columns: ['state'], density: null } }, 4) })
  PATCH.mockReset()
})

it('shows a list as it was kept, and keeps a change of it at the version the server has', async () => {
  const kept = { tasks: { columns: ['due_on'], density: null } }
  PATCH.mockResolvedValue({ data: preferences(kept, 5) })
  const { look, change } = await open('tasks')
  expect(look.value).toEqual({ columns: ['state'], density: null })
  change({ columns: ['due_on'] })
  expect(look.value.columns).toEqual(['due_on'])
  await flushPromises()
  expect(PATCH.mock.calls).toEqual([
    [
      '/api/v1/me/preferences',
      {
        params: { header: { 'If-Match': '"4"' } },
        headers: { 'Content-Type': 'application/merge-patch+json' },
        body: { lists: { tasks: { columns: ['due_on'] } } },
      },
    ],
  ])
  expect(look.value.columns).toEqual(['due_on'])
})

it('looks as chosen though the network is away, and for a list the server does not know', async () => {
  PATCH.mockRejectedValue(new ApiError(0, null))
  const { look, change } = await open('tasks')
  change({ density: 'compact' })
  await flushPromises()
  expect(look.value).toEqual({ columns: ['state'], density: 'compact' })
  const other = await open('campaigns/:id/units')
  other.change({ density: 'compact' })
  await flushPromises()
  expect(other.look.value.density).toBe('compact')
  expect(PATCH).toHaveBeenCalledOnce()
})
