import { beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, reactive, ref } from 'vue'
import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { ApiError } from '@/api/problem'
import type { Draft } from '@/composables/recordForm'
import { i18n } from '@/i18n'
import { useHandOver, type TypedHandOver } from './useHandOver'

const { mutateAsync, findTask, refetch, useTasks } = vi.hoisted(() => ({
  mutateAsync: vi.fn(),
  findTask: vi.fn(),
  refetch: vi.fn(),
  useTasks: vi.fn(),
}))
vi.mock('./queries', () => ({ useHandOverTasks: () => ({ mutateAsync }), findTask }))
vi.mock('@/duties/queries', () => ({ useTasks }))

const task = (id: string) => ({ id, kind: 'agreement', ordinal: 1, subject: { name: `某${id}` } })
const order = { from: 'w1', to: 'w2', division: null, kind: [] }
const closed = { code: 'x', zh: '已经了结', en: 'closed' }

function open() {
  useTasks.mockReturnValue({
    data: ref({ items: [task('a'), task('b')], total: 3, total_is_lower_bound: false }),
    isPlaceholderData: ref(false),
    isFetching: ref(false),
    refetch,
  })
  let made: ReturnType<typeof useHandOver> | undefined
  const Page = defineComponent(() => {
    const draft: Draft<TypedHandOver> = reactive({ from: 'w1', kind: ['test', 'visit'] })
    made = useHandOver(draft)
    return () => null
  })
  mount(Page, { global: { plugins: [i18n, createPinia()] } })
  if (made === undefined) throw new Error('the page did not mount')
  return made
}

beforeEach(() => {
  mutateAsync.mockReset()
  findTask.mockReset().mockImplementation((id: string) => Promise.resolve(task(id)))
  refetch.mockReset()
})

it('counts what someone has, and hands over exactly as many', async () => {
  mutateAsync.mockResolvedValue({ items: [{ id: 'a', assigned: true }] })
  const { query, count, send } = open()
  expect(query.value).toMatchObject({ assignee: 'w1', kind: 'test,visit', state: 'open,missed' })
  expect(count.value).toBe(3)
  expect(await send(order, 'key')).toEqual({ given: 3, lines: [] })
  expect(mutateAsync).toHaveBeenCalledWith({
    filter: { assignee_id: 'w1', division: null, kind: [] },
    expected_count: 3,
    assignee_id: 'w2',
    key: 'key',
  })
})

it('says of each that was refused whose it is and why, be it beyond the page in sight', async () => {
  mutateAsync.mockResolvedValue({
    items: [
      { id: 'a', assigned: false, refused: closed },
      { id: 'b', assigned: true },
      { id: 'c', assigned: false, refused: closed },
    ],
  })
  const { given, lines } = await open().send(order, 'key')
  expect(given).toBe(1)
  expect(lines).toEqual([
    { id: 'a', what: '某a · 签订协议', why: '已经了结' },
    { id: 'c', what: '某c · 签订协议', why: '已经了结' },
  ])
})

it('counts anew when there are more or fewer by now', async () => {
  mutateAsync.mockRejectedValue(new ApiError(409, null))
  await expect(open().send(order, 'key')).rejects.toThrow()
  expect(refetch).toHaveBeenCalledOnce()
})
