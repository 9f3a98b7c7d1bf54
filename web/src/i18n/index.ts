import { createI18n } from 'vue-i18n'
import { en } from './en'
import { zh } from './zh'

export const locales = ['zh-CN', 'en'] as const
export type Locale = (typeof locales)[number]

export const isLocale = (value: string): value is Locale => locales.some((locale) => locale === value)

export const i18n = createI18n<false>({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh, en },
})
