import { mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { i18n } from '@/i18n'
import type { SpecialGroup } from './queries'
import SpecialGroupCard from './SpecialGroupCard.vue'

const { useSpecialGroups } = vi.hoisted(() => ({ useSpecialGroups: vi.fn() }))
vi.mock('./queries', () => ({ useSpecialGroups, useWithdrawSpecialGroup: () => ({ mutateAsync: vi.fn() }) }))
vi.mock('@/composables/today', () => ({ today: () => '2026-11-26' }))

const group = (kind: SpecialGroup['kind'], since: string, until: string | null): SpecialGroup => ({
  id: `${kind} ${since}`,
  person_id: 'p1',
  kind,
  since,
  until,
  document_no: null,
  notes: null,
  version: 1,
  created_at: '',
  updated_at: '',
})

function open(items: SpecialGroup[], mayWrite = true) {
  useSpecialGroups.mockReturnValue({ data: ref({ items }), error: ref(null), isFetching: ref(false) })
  return mount(SpecialGroupCard, {
    props: { person: 'p1', mayWrite },
    global: { plugins: [i18n], stubs: { SidePanel: true } },
  })
}

beforeEach(() => {
  useSpecialGroups.mockReset()
})

it('says what is in force today, in words', () => {
  const page = open([
    group('nursing', '2026-03-01', '2027-01-14'),
    group('elderly', '2024-05-02', null),
    group('pregnant', '2025-06-01', '2026-02-28'),
  ])
  expect(page.get('.note').text()).toContain('今日有效：哺乳不满一周岁婴儿、年满六十周岁。')
  expect(page.get('.note').classes()).toContain('spared')
  expect(page.findAll('tbody .chip').map((chip) => chip.text())).toEqual(['有效', '有效', '不在期内'])
})

it('says that nothing is in force any more', () => {
  const page = open([group('pregnant', '2025-06-01', '2026-02-28')])
  expect(page.get('.note').text()).toContain('今日没有有效的特殊情形。')
  expect(page.get('.note').classes()).not.toContain('spared')
})

it('says whom isolation is not for, also where nothing is on record', () => {
  const page = open([])
  expect(page.get('.note').text()).toBe(
    '怀孕或者哺乳自己不满一周岁婴儿的，不适用强制隔离戒毒；不满十六周岁的，可以不适用（禁毒法第三十九条）。',
  )
  expect(page.text()).toContain('没有登记特殊情形')
})

it('lets only those write who may', () => {
  expect(open([]).get('h2 button').text()).toBe('登记特殊情形')
  expect(open([], false).find('button').exists()).toBe(false)
})
