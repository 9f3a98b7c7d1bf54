import { mount, RouterLinkStub } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { i18n } from '@/i18n'
import type { Task } from './queries'
import WhyPanel from './WhyPanel.vue'

const { useExplanation } = vi.hoisted(() => ({ useExplanation: vi.fn() }))
vi.mock('./queries', () => ({ useExplanation }))
vi.mock('@/lookups/queries', () => ({ useStaffName: () => () => '' }))
vi.mock('@/session/session', () => ({ useSession: () => ({ can: () => true }) }))

const task: Task = {
  id: 't1',
  kind: 'test',
  subject: { type: 'person', id: 'p1', name: '罗**' },
  episode_id: 'e',
  division_code: '990981107201',
  ordinal: 3,
  window_start: '2026-11-01',
  due_on: '2026-11-30',
  state: 'open',
  has_violation: false,
  rule: { pack: 'local', version: 1, id: 'test_treatment' },
  version: 1,
  created_at: '',
  updated_at: '',
}
const evidence = [
  { id: 'r1', kind: 'test', on: '2026-09-03', zh: '拒绝检测', en: 'test refused' },
  { id: 'r2', kind: 'leave', on: '2026-10-08', zh: '擅自离开', en: 'absent without leave' },
]
const SidePanel = defineComponent(
  (_, { slots }) =>
    () =>
      h('aside', slots.default?.()),
)

const cautions = [{ code: 'pregnant', zh: '怀孕', en: 'Pregnant' }]

function open(lines: typeof evidence, about = task, told: typeof cautions = []) {
  const words = { title: '定期检测', article: '', consequence: '', zh: [], en: [], pack_version: 1 }
  const why = { ...words, evidence: lines, cautions: told }
  useExplanation.mockReturnValue({ data: ref(why), error: ref(null), isPending: ref(false), refetch: vi.fn() })
  return mount(WhyPanel, {
    props: { modelValue: about },
    global: { plugins: [i18n], stubs: { SidePanel, RouterLink: RouterLinkStub } },
  })
}

afterEach(() => {
  i18n.global.locale.value = 'zh-CN'
})

it('lists the records a proposal rests on, in the language of the page', () => {
  const lines = () =>
    open(evidence)
      .findAll('ul li')
      .map((line) => line.text())
  expect(lines()).toEqual(['2026-09-03拒绝检测', '2026-10-08擅自离开'])
  i18n.global.locale.value = 'en'
  expect(lines()).toEqual(['2026-09-03test refused', '2026-10-08absent without leave'])
})

it('says nothing of records where there are none', () => {
  const page = open([])
  expect(page.text()).not.toContain('所依据的记录')
  expect(open(evidence).text()).toContain('所依据的记录')
})

it('names what speaks against isolation, in the language of the page, and nothing where nothing does', () => {
  const heading = '应向公安机关说明的特殊情形'
  expect(open(evidence).text()).not.toContain(heading)
  const page = open([], task, cautions)
  expect(page.text()).toContain(`${heading}怀孕`)
  i18n.global.locale.value = 'en'
  expect(open([], task, cautions).get('ul').text()).toBe('Pregnant')
})

it('shows no rule behind what was given by hand', () => {
  expect(open([]).findComponent(RouterLinkStub).exists()).toBe(true)
  const page = open([], { ...task, kind: 'manual', title: '陪同到镇卫生院体检' })
  expect(page.get('h3').text()).toBe('陪同到镇卫生院体检')
  expect(page.findComponent(RouterLinkStub).exists()).toBe(false)
})
