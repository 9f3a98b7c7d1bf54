import { flushPromises, mount } from '@vue/test-utils'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { beforeEach, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { ApiError } from '@/api/problem'
import { useDigest, useTopicsOff } from './queries'

const { GET, PATCH } = vi.hoisted(() => ({ GET: vi.fn(), PATCH: vi.fn() }))
vi.mock('@/api/client', () => ({
  api: { GET, PATCH },
  body: (answer: Promise<{ data: unknown }>) => answer.then(({ data }) => data),
}))

async function open<T>(use: () => T): Promise<T> {
  let used: T | undefined
  const Page = defineComponent(() => {
    used = use()
    return () => null
  })
  mount(Page, { global: { plugins: [[VueQueryPlugin, { queryClient: new QueryClient() }]] } })
  await flushPromises()
  if (used === undefined) throw new Error('the page did not mount')
  return used
}

const preferences = (topics_off: string[], version: number) => ({ data: { lists: {}, topics_off, version } })

beforeEach(() => {
  GET.mockReset().mockResolvedValue(preferences(['duties_due'], 4))
  PATCH.mockReset()
})

it('turns one topic, whatever another window did to the others', async () => {
  const topics = await open(useTopicsOff)
  expect(topics.off.value).toEqual(['duties_due'])
  GET.mockResolvedValue(preferences(['duties_due', 'leads_raised'], 7))
  PATCH.mockResolvedValue(preferences(['leads_raised'], 8))
  await topics.change('duties_due', true)
  expect(PATCH).toHaveBeenCalledWith('/api/v1/me/preferences', {
    params: { header: { 'If-Match': '"7"' } },
    headers: { 'Content-Type': 'application/merge-patch+json' },
    body: { topics_off: ['leads_raised'] },
  })
  expect(topics.off.value).toEqual(['leads_raised'])
})

it('says when a topic could not be turned, and turns the next one all the same', async () => {
  const topics = await open(useTopicsOff)
  PATCH.mockRejectedValueOnce(new ApiError(0, null)).mockResolvedValue(preferences(['duties_due', 'leads_raised'], 5))
  await expect(topics.change('duties_due', true)).rejects.toThrow()
  expect(topics.off.value).toEqual(['duties_due'])
  await topics.change('leads_raised', false)
  expect(topics.off.value).toEqual(['duties_due', 'leads_raised'])
})

it('tells a day without a digest from a server that is not there', async () => {
  GET.mockRejectedValue(new ApiError(404, null))
  const none = await open(() => useDigest('2025-06-26'))
  expect(none.data.value).toBeNull()
  GET.mockRejectedValue(new ApiError(403, null))
  const refused = await open(() => useDigest('2025-06-26'))
  await vi.waitFor(() => {
    expect(refused.failureCount.value).toBeGreaterThan(0)
  })
  expect(refused.data.value).toBeUndefined()
})
