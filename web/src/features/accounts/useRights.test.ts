import { mount } from '@vue/test-utils'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { i18n } from '@/i18n'
import { useRights } from './useRights'

it('says what a role may do, a line for each kind of record', () => {
  const Page = defineComponent(() => {
    const rights = useRights()
    const lines = rights(['personnel:read', 'tests:read', 'personnel:write'])
    return () => h('p', lines.map(({ room, verbs }) => `${room}：${verbs.join('、')}`).join('；'))
  })
  const words = mount(Page, { global: { plugins: [i18n] } }).text()
  expect(words).toBe('在册人员：查看、登记修改；检测：查看')
})

it('has words for every permission of the document, in both languages', () => {
  const document = readFileSync('../openapi/openapi.json', 'utf8')
  const [, list = ''] = /"Permission": \{[^\]]*?"enum": \[([^\]]*)\]/.exec(document) ?? []
  const permissions = [...list.matchAll(/"([a-z_]+):([a-z_]+)"/g)]
  expect(permissions.length).toBeGreaterThan(60)
  const missing = permissions
    .flatMap(([, room = '', verb = '']) => [`accounts.room_${room}`, `accounts.verb_${verb}`])
    .filter((key) => !['zh-CN', 'en'].every((locale) => i18n.global.te(key, locale)))
  expect([...new Set(missing)]).toEqual([])
})
