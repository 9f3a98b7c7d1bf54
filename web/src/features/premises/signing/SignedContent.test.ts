import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { i18n } from '@/i18n'
import type { Signing } from './queries'
import SignedContent from './SignedContent.vue'

const signing: Signing = {
  content: {
    format: 'jindu/inspection/1',
    inspection_id: 'i1',
    version: 1,
    premises: { id: 'p1', name: '石桥村出租房8号', code: 'XH00008', division_code: '990981107201' },
    inspected_on: '2026-11-25',
    outcome: 'defect',
    checklist: [{ item: '登记租客身份', ok: null, note: '<b>房东不在</b>' }],
    warning_signs: ['odour'],
    corrects: null,
  },
  canonical: '{"canonical":"text"}',
  content_hash: 'abcd1234',
  statement_zh: '我对以上内容负责。',
  statement_en: 'I stand for the above.',
  signers: [],
  next_roles: ['inspector'],
  version: 1,
}

it('shows every value of what is signed in words, and the very text that is hashed', () => {
  const page = mount(SignedContent, { props: { signing }, global: { plugins: [i18n] } })
  const lines = page.findAll('dl div').map((line) => line.findAll('dt, dd').map((one) => one.text()))
  expect(lines).toEqual([
    ['内容格式', 'jindu/inspection/1'],
    ['排查记录标识', 'i1'],
    ['所签内容的版本', '1'],
    ['场所 标识', 'p1'],
    ['场所 场所名称', '石桥村出租房8号'],
    ['场所 编号', 'XH00008'],
    ['场所 所属村（居）', '990981107201'],
    ['排查日期', '2026-11-25'],
    ['排查结果', '发现隐患'],
    ['检查项目 1', '登记租客身份', '排查结果 未查备注 <b>房东不在</b>'],
    ['可疑迹象 1', '散发异味'],
    ['更正', '—'],
  ])
  expect(page.get('pre').text()).toBe('{"canonical":"text"}')
  expect(page.text()).toContain('abcd1234')
  expect(page.text()).toContain('我对以上内容负责。')
})
