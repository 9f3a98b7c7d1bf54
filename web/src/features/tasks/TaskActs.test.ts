import { mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Task } from '@/duties/queries'
import { i18n } from '@/i18n'
import TaskActs from './TaskActs.vue'

const { can } = vi.hoisted(() => ({ can: vi.fn() }))
vi.mock('./queries', () => ({ useAcceptTask: () => ({ mutateAsync: vi.fn() }) }))
vi.mock('@/session/session', () => ({ useSession: () => ({ can }) }))

const task: Task = {
  id: 't1',
  kind: 'manual',
  title: '陪同到镇卫生院体检',
  subject: { type: 'person', id: 'p1', name: '罗**' },
  division_code: '990981107201',
  ordinal: 1,
  window_start: '2026-11-01',
  due_on: '2026-11-30',
  state: 'open',
  has_violation: false,
  rule: { pack: 'manual', version: 0, id: 'manual' },
  version: 1,
  created_at: '',
  updated_at: '',
}

function open(part: Partial<Task>) {
  const page = mount(TaskActs, {
    props: { task: { ...task, ...part } },
    global: { plugins: [i18n], stubs: { WhyButton: true, RouterLink: { props: ['to'], template: '<a><slot /></a>' } } },
  })
  return { page, confirm: page.findAll('button').find((button) => button.text() === '确认办理') }
}

beforeEach(() => {
  can.mockReset().mockImplementation((permission: string) => permission === 'tasks:work')
})

it('lets an official confirm what was given by hand, as the check before expiry', async () => {
  const { page, confirm } = open({})
  await confirm?.trigger('click')
  expect(page.emitted('confirm')).toHaveLength(1)
  expect(open({ kind: 'expiry_check' }).confirm).toBeDefined()
  expect(open({ state: 'missed' }).confirm).toBeDefined()
})

it('asks for no word where a record does it, it is settled, or the caller does no tasks', () => {
  expect(open({ kind: 'test', title: null }).confirm).toBeUndefined()
  expect(open({ confirmed_on: '2026-11-20' }).confirm).toBeUndefined()
  expect(open({ state: 'done' }).confirm).toBeUndefined()
  can.mockReturnValue(false)
  expect(open({}).confirm).toBeUndefined()
})

it('leads to the form that does the duty, for whom it is open', () => {
  can.mockImplementation((permission: string) => ['personnel:read', 'tests:write'].includes(permission))
  expect(open({ kind: 'test', title: null }).page.find('a').text()).toBe('录入结果')
  expect(open({ kind: 'visit', title: null }).page.find('a').exists()).toBe(false)
  expect(open({ kind: 'test', title: null, state: 'done' }).page.find('a').exists()).toBe(false)
})
