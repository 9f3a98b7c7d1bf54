import { mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { i18n } from '@/i18n'
import { mayHold } from './client'
import type { CreateClient } from './queries'
import { useSight } from './useSight'

vi.mock('@/lookups/queries', () => ({ useDivisionName: () => () => '青溪镇' }))

const client: CreateClient = {
  name: 'city-committee',
  agency: '江岚市禁毒委员会办公室',
  kind: 'reader',
  description: null,
  division_code: '990981107000',
  capabilities: ['personnel:read', 'tests:read'],
  sees: ['name'],
  networks: ['10.12.0.0/16'],
  rows_a_day: 5000,
  expires_on: '2027-05-01',
}

function said(change: Partial<CreateClient> = {}): string {
  const Page = defineComponent(() => {
    const sentences = useSight({ ...client, ...change })
    return () => h('p', sentences.value.join('\n'))
  })
  return mount(Page, { global: { plugins: [i18n] } }).text()
}

it('says whom a client sees, how much of them, and what it never may', () => {
  const words = said()
  expect(words).toContain('青溪镇')
  expect(words).toContain('在册人员')
  expect(words).toContain('只有姓名看全部')
  expect(words).toContain('5,000')
  expect(words).toContain('10.12.0.0/16')
  expect(said({ sees: [] })).toContain('一律遮蔽')
  expect(said({ rows_a_day: 0, sees: [] })).toContain('看不到任何人员的记录')
  expect(said({ networks: ['0.0.0.0/0'] })).toContain('任何地址')
})

it('has words for everything a machine may hold, in both languages', () => {
  const missing = Object.values(mayHold)
    .flat()
    .filter((permission) => !['zh-CN', 'en'].every((locale) => i18n.global.te(`clients.can_${permission}`, locale)))
  expect(missing).toEqual([])
})
