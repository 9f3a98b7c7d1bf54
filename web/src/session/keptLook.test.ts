import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { ApiError } from '@/api/problem'
import { useKeptLook } from './keptLook'
import { usePreferences } from './preferences'

const { findPreferences, patchPreferences } = vi.hoisted(() => ({
  findPreferences: vi.fn(),
  patchPreferences: vi.fn(),
}))
vi.mock('./queries', () => ({ findPreferences, patchPreferences, preferencesKey: ['desk', 'preferences'] }))

const chosen = (part: object, version = 3) => ({
  language: null,
  theme: null,
  density: null,
  lists: {},
  topics_off: [],
  version,
  ...part,
})

/** A browser as it is opened anew, with what it had kept. */
function open() {
  setActivePinia(createPinia())
  return { look: useKeptLook(), preferences: usePreferences() }
}

beforeEach(() => {
  window.localStorage.clear()
  findPreferences.mockReset().mockResolvedValue(chosen({}))
  patchPreferences.mockReset().mockResolvedValue(chosen({}, 4))
})

describe('an account', () => {
  it('brings its look along, and sends nothing for that', async () => {
    const { look, preferences } = open()
    look.take('a1', chosen({ language: 'en', theme: 'dark', density: 'compact' }))
    await flushPromises()
    expect(preferences.look()).toEqual({ locale: 'en', theme: 'dark', density: 'compact' })
    expect(patchPreferences).not.toHaveBeenCalled()
  })

  it('keeps a change, at the version the server has by then', async () => {
    const { look, preferences } = open()
    look.take('a1', chosen({}))
    findPreferences.mockResolvedValue(chosen({}, 7))
    preferences.theme = 'dark'
    await flushPromises()
    expect(patchPreferences.mock.calls).toEqual([[{ theme: 'dark' }, 7]])
    preferences.theme = 'auto'
    await flushPromises()
    expect(patchPreferences.mock.calls[1]).toEqual([{ theme: null }, 7])
  })

  it('looks in a second browser as it was left in the first', async () => {
    const first = open()
    first.look.take('a1', chosen({ theme: 'dark' }))
    first.preferences.theme = 'auto'
    await flushPromises()
    // The second browser had taken the dark look from the account before.
    window.localStorage.clear()
    const before = open()
    before.look.take('a1', chosen({ theme: 'dark' }))
    await nextTick()
    const second = open()
    second.look.take('a1', chosen({ theme: null }))
    expect(second.preferences.theme).toBe('auto')
  })

  it('does not take over what another one left here', async () => {
    const first = open()
    first.look.take('a1', chosen({ theme: 'dark', language: 'en' }))
    first.look.leave()
    await nextTick()
    const other = open()
    other.look.take('a2', chosen({}))
    expect(other.preferences.look()).toEqual({ locale: 'zh-CN', theme: 'auto', density: 'comfortable' })
  })
})

describe('a change that cannot be saved', () => {
  it('stands in this browser, and is sent when the account is back', async () => {
    patchPreferences.mockRejectedValueOnce(new ApiError(0, null))
    const { look, preferences } = open()
    look.take('a1', chosen({ theme: 'light' }))
    preferences.theme = 'dark'
    await flushPromises()
    expect(preferences.theme).toBe('dark')
    const again = open()
    again.look.take('a1', chosen({ theme: 'light' }))
    await flushPromises()
    expect(again.preferences.theme).toBe('dark')
    expect(patchPreferences.mock.calls[1]).toEqual([{ theme: 'dark' }, 3])
    const later = open()
    later.look.take('a1', chosen({ theme: 'light' }))
    expect(later.preferences.theme).toBe('light')
  })

  it('is not pressed on another account', async () => {
    patchPreferences.mockRejectedValueOnce(new ApiError(0, null))
    const { look, preferences } = open()
    look.take('a1', chosen({ theme: 'light' }))
    preferences.theme = 'dark'
    await flushPromises()
    const other = open()
    other.look.take('a2', chosen({ theme: 'light' }))
    await flushPromises()
    expect([other.preferences.theme, patchPreferences.mock.calls.length]).toEqual(['light', 1])
  })
})

describe('nobody', () => {
  it('chooses for this browser alone', async () => {
    const { look, preferences } = open()
    preferences.locale = 'en'
    look.take('a1', chosen({}))
    look.leave()
    preferences.theme = 'dark'
    await flushPromises()
    expect(patchPreferences).not.toHaveBeenCalled()
    expect([preferences.locale, open().preferences.theme]).toEqual(['en', 'dark'])
  })

  it('is shown another look because the server did not answer', () => {
    const { look, preferences } = open()
    preferences.theme = 'dark'
    look.take('a1', null)
    expect(preferences.theme).toBe('dark')
  })
})
