import { mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { i18n } from '@/i18n'
import type { Task } from './queries'
import { useDuties } from './useDuties'

vi.mock('@/session/session', () => ({ useSession: () => ({ can: () => true }) }))

const task: Task = {
  id: 't1',
  kind: 'test',
  subject: { type: 'person', id: 'p1', name: '罗**' },
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

function titleOf(part: Partial<Task>): string {
  let words = ''
  const Page = defineComponent(() => {
    words = useDuties().title({ ...task, ...part })
    return () => null
  })
  mount(Page, { global: { plugins: [i18n] } })
  return words
}

it('names a duty by what is owed, and what was given by hand as it was given', () => {
  expect(titleOf({})).toBe('定期检测 第 3 期')
  expect(titleOf({ kind: 'agreement' })).toBe('签订协议')
  expect(titleOf({ kind: 'manual', title: '陪同到镇卫生院体检' })).toBe('陪同到镇卫生院体检')
  expect(titleOf({ kind: 'manual', title: null })).toBe('交办任务')
})
