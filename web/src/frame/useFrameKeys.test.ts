import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { useFrameKeys } from './useFrameKeys'

const done: string[] = []
let hasKeys = true

const Page = defineComponent({
  setup() {
    useFrameKeys({ find: () => done.push('find'), tell: () => done.push('tell'), hasKeys: () => hasKeys })
    return () => h('main', [h('input'), h('button')])
  },
})

function press(key: string, at = 'button', more: KeyboardEventInit = {}): void {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })
  document.querySelector(at)?.dispatchEvent(event)
}

describe('the keys of every page', () => {
  const page = () => mount(Page, { attachTo: document.body })
  afterEach(() => {
    done.length = 0
    hasKeys = true
  })

  it('open the search and the list of keys', () => {
    const wrapper = page()
    press('k', 'button', { ctrlKey: true })
    press('/', 'input', { metaKey: true })
    press('?')
    press('？')
    expect(done).toEqual(['find', 'tell', 'tell', 'tell'])
    wrapper.unmount()
    press('?', 'body')
    expect(done).toHaveLength(4)
  })

  it('leave alone what is typed, and what an input method is putting together', () => {
    const wrapper = page()
    press('?', 'input')
    press('k', 'input', { ctrlKey: true, isComposing: true })
    expect(done).toEqual([])
    wrapper.unmount()
  })

  it('are none of a single character for whoever turned those off', () => {
    const wrapper = page()
    hasKeys = false
    press('?')
    press('/', 'button', { ctrlKey: true })
    expect(done).toEqual(['tell'])
    wrapper.unmount()
  })
})
