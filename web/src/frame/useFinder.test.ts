import { flushPromises, mount } from '@vue/test-utils'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { beforeEach, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { makeUpKinds } from '@/duties/due'
import { i18n } from '@/i18n'
import { useFinder } from './useFinder'
import { visits } from './visits'

const { GET, can } = vi.hoisted(() => ({ GET: vi.fn(), can: vi.fn() }))
vi.mock('@/api/client', () => ({
  api: { GET },
  body: (answer: Promise<{ data: unknown }>) => answer.then(({ data }) => data),
}))
vi.mock('@/session/session', () => ({ useSession: () => ({ can, me: null }) }))

interface Asked {
  params?: { query?: { q?: string; state?: string; kind?: string } }
}
const duty = (id: string, state: string, kind: string) => ({
  id,
  kind,
  state,
  subject: { type: 'person', id: 'p1', name: '罗**' },
  division_code: '990981107201',
  ordinal: 1,
  due_on: '2025-06-26',
})

/** A server with one person, and two duties about them. */
function answer(path: string, { params }: Asked = {}) {
  const page = (items: unknown[], total = items.length) => Promise.resolve({ data: { items, total } })
  if (path === '/api/v1/personnel') {
    return page([{ id: 'p1', file_no: 'A1', name: '罗**', division_code: '990981107201' }], 12)
  }
  if (path === '/api/v1/tasks') {
    return params?.query?.state === 'missed'
      ? page([duty('t1', 'missed', 'report_in')])
      : page([duty('t2', 'open', 'visit')])
  }
  return page([])
}

async function open() {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:path(.*)*', component: { template: '' } }],
  })
  await router.push('/tasks')
  let finder: ReturnType<typeof useFinder> | undefined
  const Dialog = defineComponent(() => {
    finder = useFinder()
    return () => null
  })
  mount(Dialog, { global: { plugins: [i18n, router, [VueQueryPlugin, { queryClient: new QueryClient() }]] } })
  await flushPromises()
  if (finder === undefined) throw new Error('the dialog did not mount')
  return finder
}

const titles = ({ found }: Awaited<ReturnType<typeof open>>): string[] =>
  found.value.filter(({ items }) => items.length > 0).map(({ title }) => title)

beforeEach(() => {
  can.mockReset().mockReturnValue(true)
  GET.mockReset().mockImplementation(answer)
  visits.value = ['/tasks', '/reports', '/gone']
})

it('begins with the pages opened last but not the one on the screen, and reaches none of them by itself', async () => {
  const finder = await open()
  const [last, others] = finder.found.value
  expect(last?.items.map(({ label }) => label)).toEqual(['年度总结'])
  expect(others?.items.map(({ label }) => label)).not.toContain('年度总结')
  expect(finder.reached.value).toBeUndefined()
  finder.move(1)
  expect(finder.reached.value?.label).toBe('年度总结')
  finder.move(-1)
  expect(finder.reached.value).toBe(others?.items.at(-1))
  expect(GET.mock.calls.filter(([path]) => path !== '/api/v1/divisions')).toEqual([])
})

it('finds persons, what is owed about them, and where to see more', async () => {
  const finder = await open()
  finder.q.value = 'lj'
  await flushPromises()
  expect(titles(finder).slice(0, 2)).toEqual(['人员', '任务'])
  expect(finder.reached.value?.label).toBe('A1　罗**')
  const [persons, , duties] = finder.found.value
  expect(persons?.more?.words).toBe('在名单中看全部 12 条')
  expect(duties?.items.map(({ label, to }) => [label, to])).toEqual([
    ['罗**　督促报到', '/personnel/p1#tasks'],
    ['罗**　走访 第 1 期', '/personnel/p1#tasks'],
  ])
  expect(duties?.more?.to).toEqual({ path: '/tasks', query: { q: 'lj', state: 'open,missed' } })
  const query = { q: 'lj', state: 'missed', kind: makeUpKinds.join(','), per_page: 6 }
  expect(GET).toHaveBeenCalledWith('/api/v1/tasks', { params: { query } })
  expect(makeUpKinds).not.toContain('visit')
})

it('finds pages by initials and in English, and only those the account may open', async () => {
  can.mockImplementation((permission: string) => permission !== 'personnel:read' && permission !== 'tasks:read')
  const finder = await open()
  const pages = (): string[] | undefined => finder.found.value.at(-1)?.items.map(({ label }) => label)
  finder.q.value = 'ndzj'
  await flushPromises()
  expect(pages()).toEqual(['年度总结'])
  finder.q.value = 'annual'
  await vi.waitFor(() => {
    expect(pages()).toContain('年度总结')
  })
  finder.q.value = '人员'
  await flushPromises()
  expect(pages()).toEqual([])
  expect(GET.mock.calls.some(([path]) => path === '/api/v1/personnel' || path === '/api/v1/tasks')).toBe(false)
})

it('says that nothing was found, and not while it is still looking or could not', async () => {
  GET.mockImplementation(() => Promise.resolve({ data: { items: [], total: 0 } }))
  const finder = await open()
  finder.q.value = '查无此人'
  await Promise.resolve()
  await flushPromises()
  expect(finder.isNothing.value).toBe(true)
  GET.mockImplementation(() => Promise.reject(new Error('away')))
  finder.q.value = '断网'
  await vi.waitFor(() => {
    expect(finder.isSearching.value).toBe(true)
  })
  expect(finder.isNothing.value).toBe(false)
})
