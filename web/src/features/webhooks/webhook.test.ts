import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { i18n } from '@/i18n'
import { useEventWords } from './useEventWords'
import { actsOn, isUnreachable, subjects } from './webhook'

function say(type: string): string {
  const Page = defineComponent(() => {
    const words = useEventWords()
    return () => h('p', words(type))
  })
  return mount(Page, { global: { plugins: [i18n] } }).text()
}

describe('a webhook', () => {
  it('is verified before anything else, paused while it works, and resumed when it rests', () => {
    expect(actsOn('unverified')).toEqual(['verify'])
    expect(actsOn('active')).toEqual(['pause'])
    expect(actsOn('paused')).toEqual(['resume'])
    expect(actsOn('disabled')).toEqual(['resume'])
  })

  it('is out of reach after five deliveries in a row that found nobody, unless it rests', () => {
    expect(isUnreachable({ state: 'active', failures_in_row: 5 })).toBe(true)
    expect(isUnreachable({ state: 'active', failures_in_row: 4 })).toBe(false)
    expect(isUnreachable({ state: 'paused', failures_in_row: 9 })).toBe(false)
  })

  it('says what happened in words, and repeats what it has no words for', () => {
    expect(say('personnel.updated')).toBe('在册人员：修改')
    expect(say('premises.*')).toBe('重点场所：全部变动')
    expect(say('webhook.challenge')).toBe('webhook.challenge')
    expect(say('personnel.beamed_up')).toBe('在册人员：beamed_up')
  })

  it('has words for every kind of record, in both languages', () => {
    const missing = subjects.filter(
      (one) => !['zh-CN', 'en'].every((locale) => i18n.global.te(`webhooks.subject_${one}`, locale)),
    )
    expect(missing).toEqual([])
  })
})
