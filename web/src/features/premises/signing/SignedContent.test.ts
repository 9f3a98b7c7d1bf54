import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { i18n } from '@/i18n'
import type { Signing } from './queries'
import SignedContent from './SignedContent.vue'

const signing: Signing = {
  content: {
    format: 'jindu.inspection.1',
    premises: { name: '石桥村出租房8号', code: 'XH00008' },
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
    ['format', 'jindu.inspection.1'],
    ['场所 场所名称', '石桥村出租房8号'],
    ['场所 编号', 'XH00008'],
    ['排查结果', '发现隐患'],
    ['检查项目 1 检查什么', '登记租客身份'],
    ['检查项目 1 排查结果', '未查'],
    ['检查项目 1 备注', '<b>房东不在</b>'],
    ['可疑迹象 1', '散发异味'],
    ['更正', '—'],
  ])
  expect(page.get('pre').text()).toBe('{"canonical":"text"}')
  expect(page.text()).toContain('abcd1234')
  expect(page.text()).toContain('我对以上内容负责。')
})
