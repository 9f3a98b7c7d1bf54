import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import PaperSheet from './PaperSheet.vue'
import type { Block } from './queries'

function print(blocks: Block[]) {
  return mount(PaperSheet, { props: { paper: { paper: 'handover_note', title: '移交单', article: '条例', blocks } } })
}

it('keeps what it rests on off the printed paper', () => {
  const page = print([])
  expect(page.get('h2').text()).toBe('移交单')
  expect(page.get('.article').text()).toBe('条例')
  expect(page.get('.article').classes()).toContain('no-print')
  expect(page.get('article').attributes('lang')).toBe('zh-CN')
})

it('sets each kind of line in its own way', () => {
  const page = print([
    { kind: 'left', text: '派出所：' },
    { kind: 'body', text: '第一行\n第二行' },
    { kind: 'heading', text: '一、情况' },
    { kind: 'right', text: '秀河镇人民政府' },
    { kind: 'centre', text: '移交回执' },
  ])
  expect(page.get('.left').text()).toBe('派出所：')
  expect(page.findAll('p.body').map((line) => line.text())).toEqual(['第一行', '第二行'])
  expect(page.get('h3').text()).toBe('一、情况')
  expect(page.get('.right').text()).toBe('秀河镇人民政府')
  expect(page.get('.centre').text()).toBe('移交回执')
})

it('labels the values of a table, be it a row of four or of two', () => {
  const rows = [
    ['姓名', '罗会腾', '性别', '女'],
    ['户籍地址', '石桥村8组\n30号'],
  ]
  const page = print([{ kind: 'table', rows }])
  expect(page.findAll('th').map((cell) => cell.text())).toEqual(['姓名', '性别', '户籍地址'])
  expect(page.findAll('td').map((cell) => cell.attributes('colspan'))).toEqual(['1', '1', '3'])
  expect(page.findAll('td')[2]?.text()).toBe('石桥村8组\n30号')
})

it('leaves room to sign and to date', () => {
  const page = print([{ kind: 'signatures', lines: ['本人签名：', '见证人签名：'] }])
  const lines = page.findAll('li')
  expect(lines).toHaveLength(2)
  expect(lines[0]?.text()).toMatch(/^本人签名：.*年.*月.*日$/)
  expect(lines.every((line) => line.find('i').exists())).toBe(true)
})

it('keeps a slip together from its cut on', () => {
  const page = print([{ kind: 'body', text: '正文' }, { kind: 'cut' }, { kind: 'centre', text: '回执' }])
  const slip = page.get('.slip')
  expect(slip.text()).toBe('沿此线剪下回执')
  expect(slip.text()).not.toContain('正文')
  expect(page.findAll('.slip')).toHaveLength(1)
})
