import { createI18n } from 'vue-i18n'
import { zh } from './zh'

export const locales = ['zh-CN', 'en'] as const
export type Locale = (typeof locales)[number]

export const isLocale = (value: string): value is Locale => locales.some((locale) => locale === value)

export const i18n = createI18n<false>({
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh },
})

/** What the server calls things may be there before the words of a language are, so those say nothing of it. */
const learned = new Set<Locale>(['zh-CN'])

/** Fetches the words of a language that is not there from the beginning, once. */
export async function learn(locale: Locale): Promise<void> {
  if (learned.has(locale)) return
  const { en } = await import('./en')
  const labels = i18n.global.getLocaleMessage(locale)
  i18n.global.setLocaleMessage(locale, en)
  i18n.global.mergeLocaleMessage(locale, labels)
  learned.add(locale)
}
