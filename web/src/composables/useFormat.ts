import { useI18n } from 'vue-i18n'

/** `2026-11-20 10:11`, in China Standard Time. */
const moments = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' })

/** One of each language, as every component asks for them and making one is slow. */
function perLocale<T>(make: (locale: string) => T): (locale: string) => T {
  const made = new Map<string, T>()
  return (locale) => {
    const format = made.get(locale) ?? make(locale)
    made.set(locale, format)
    return format
  }
}
const numbersOf = perLocale((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }))
const daysOf = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'long', day: 'numeric', weekday: 'long' }),
)

/** Dates and numbers as this language writes them. Times are shown in China Standard Time, wherever the browser is. */
export function useFormat() {
  const { locale, t } = useI18n()
  const number = (value: number | null | undefined): string =>
    value === null || value === undefined ? t('field.none') : numbersOf(locale.value).format(value)

  /** A number for a sentence that has a singular and a plural, where its language has them. */
  const counted = (value: number): { n: string; count: number } => ({ n: number(value), count: value })

  const moment = (value: string | null | undefined): string =>
    value === null || value === undefined ? t('field.none') : moments.format(new Date(value))

  /** A calendar day in words, such as 11月23日星期一. */
  const day = (value: string): string => daysOf(locale.value).format(new Date(`${value}T00:00:00Z`))

  const text = (value: string | null | undefined): string =>
    value === null || value === undefined || value === '' ? t('field.none') : value

  /** Several words in one line, with the separator of the page's language. */
  const join = (words: readonly string[]): string => words.filter((word) => word !== '').join(t('field.comma'))

  return { number, counted, moment, day, text, join }
}
