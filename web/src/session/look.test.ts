import { describe, expect, it } from 'vitest'
import { changeOf, ofAccount, plain, settled, type Look } from './look'

const dark: Look = { locale: 'en', theme: 'dark', density: 'compact' }
const light: Look = { locale: 'zh-CN', theme: 'light', density: 'comfortable' }

describe('after signing in', () => {
  it('the choice of the account stands, whatever was chosen here', () => {
    expect(settled({ here: light, agreed: {}, account: dark, unsaved: [] })).toEqual(dark)
    expect(settled({ here: light, agreed: light, account: dark, unsaved: [] })).toEqual(dark)
  })

  it('what the account has not chosen stays as it was chosen here', () => {
    expect(settled({ here: dark, agreed: {}, account: {}, unsaved: [] })).toEqual(dark)
    expect(settled({ here: dark, agreed: light, account: { locale: 'zh-CN' }, unsaved: [] })).toEqual({
      ...dark,
      locale: 'zh-CN',
    })
  })

  it('what an account left here and has given up since does not stay', () => {
    expect(settled({ here: dark, agreed: dark, account: {}, unsaved: [] })).toEqual(plain)
    expect(settled({ here: dark, agreed: { theme: 'dark' }, account: {}, unsaved: [] })).toEqual({
      ...dark,
      theme: 'auto',
    })
  })

  it('a choice that never reached the server stands before all', () => {
    expect(settled({ here: light, agreed: dark, account: dark, unsaved: ['theme'] })).toEqual({
      ...dark,
      theme: 'light',
    })
  })
})

describe('the words of the server', () => {
  it('say the same as those of the client', () => {
    expect(changeOf(dark)).toEqual({ language: 'en', theme: 'dark', density: 'compact' })
    expect(ofAccount({ language: 'en', theme: 'dark', density: 'compact' })).toEqual(dark)
    expect(ofAccount({ language: 'zh', theme: null, density: null })).toEqual({ locale: 'zh-CN' })
  })

  it('say nothing of a theme that follows the system, and leave out what did not change', () => {
    expect(changeOf({ theme: 'auto' })).toEqual({ theme: null })
    expect(changeOf({ locale: 'zh-CN' })).toEqual({ language: 'zh' })
    expect(changeOf({})).toEqual({})
  })
})
