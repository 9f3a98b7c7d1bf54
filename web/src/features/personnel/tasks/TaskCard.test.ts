import { mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import type { Task } from '@/duties/queries'
import { i18n } from '@/i18n'
import GivePanel from './GivePanel.vue'
import TaskCard from './TaskCard.vue'

const { useTasks } = vi.hoisted(() => ({ useTasks: vi.fn() }))
vi.mock('@/duties/queries', () => ({ useTasks }))
vi.mock('../records/queries', () => ({ useTreatments: () => ({ data: ref(undefined) }) }))
vi.mock('@/session/session', () => ({ useSession: () => ({ can: () => true }) }))
vi.mock('vue-router', () => ({ useRoute: () => ({ hash: '' }) }))

const given: Task = {
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

function open(mayGive: boolean) {
  return mount(TaskCard, {
    props: { person: { id: 'p1', division_code: '990981107201' }, mayReadTreatments: true, mayGive },
    global: { plugins: [i18n], stubs: { WhyPanel: true, WhyButton: true, GivePanel: true } },
  })
}

beforeEach(() => {
  useTasks.mockReset().mockReturnValue({
    data: ref({ items: [given] }),
    error: ref(null),
    isPending: ref(false),
    refetch: vi.fn(),
  })
})

it('names what was given by hand in the words it was given in', () => {
  expect(open(false).get('.what').text()).toBe('陪同到镇卫生院体检')
})

it('opens the form for another to whoever gives tasks', async () => {
  const page = open(true)
  const panel = page.getComponent(GivePanel)
  expect(panel.props()).toEqual({ person: 'p1', division: '990981107201', modelValue: false })
  await page.get('h2 button').trigger('click')
  expect(panel.props('modelValue')).toBe(true)
  expect(open(false).find('h2 button').exists()).toBe(false)
  expect(open(false).findComponent(GivePanel).exists()).toBe(false)
})
