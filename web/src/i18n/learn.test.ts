import { expect, it, vi } from 'vitest'

it('learns a language after the server has named its codes in it, and keeps those names', async () => {
  vi.resetModules()
  const { i18n, learn } = await import('.')
  const { takeLabels } = await import('./server-labels')
  const say = (key: string): string => i18n.global.t(key, {}, { locale: 'en' })
  takeLabels([{ name: 'gender', labels: [{ code: 'male', zh: '男', en: 'A man', synonyms: [] }] }])
  expect(say('nav.reports')).toBe('年度总结')
  await learn('en')
  expect(say('nav.reports')).toBe('Annual summary')
  expect(say('codes.gender.male')).toBe('A man')
  expect(say('codes.gender.female')).not.toBe('codes.gender.female')
})
