import { mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { i18n } from '@/i18n'
import { useFilterWords } from './useFilterWords'

vi.mock('@/lookups/queries', () => ({
  useDivisionName: () => () => '桃源村',
  useStaffName: () => () => '郑河琛',
  useGridName: () => () => '一网格',
}))

function say(resource: string, filter: string): string {
  const Page = defineComponent(() => {
    const words = useFilterWords()
    return () => h('p', words(resource, filter))
  })
  return mount(Page, { global: { plugins: [i18n] } }).text()
}

it('says what narrows a list as its filters do', () => {
  expect(say('personnel', '')).toBe('全部记录')
  expect(say('personnel', 'sort=-updated_at')).toBe('全部记录')
  expect(say('personnel', 'status=in_community,imprisoned&division=990981107201&migrant=true')).toBe(
    '状态：社会面、服刑；所属村（居）：桃源村；外出务工：是',
  )
  expect(say('events', 'kind=lecture,unheard&q=%E7%A6%81%E6%AF%92')).toMatch(/^类别：.*unheard；搜索：禁毒$/)
  expect(say('events', 'unheard=1')).toBe('unheard=1')
})
