import { useI18n } from 'vue-i18n'
import { useFormat } from '@/composables/useFormat'
import { read, type FigureValue } from './value'

interface Titled {
  title_zh: string
  title_en: string
}
interface Meaning {
  meaning_zh: string
  meaning_en: string
}

/** Figures in the words of the page's language. */
export function useFigures() {
  const { t, locale } = useI18n()
  const { number, join } = useFormat()

  const title = (figure: Titled): string => (locale.value === 'en' ? figure.title_en : figure.title_zh)

  const inLanguage = ({ zh, en }: { zh: string; en: string }): string => (locale.value === 'en' ? en : zh)

  /** What exactly is counted. */
  const meaning = (figure: Meaning): string => (locale.value === 'en' ? figure.meaning_en : figure.meaning_zh)

  function words(value: FigureValue): string {
    const reading = read(value)
    switch (reading.kind) {
      case 'number':
        return number(reading.value)
      case 'text':
        return reading.text === '' ? t('field.none') : reading.text
      case 'rate':
        return `${number(reading.numerator)} / ${number(reading.denominator)}`
      case 'parts':
        return join(reading.parts.map(([name, count]) => `${name} ${number(count)}`))
      case 'unknown':
        return t('home.missing')
    }
  }

  /** Why there is no value, or nothing where there is one. */
  function reason(value: FigureValue): string | null {
    const reading = read(value)
    if (reading.kind !== 'unknown') return null
    return locale.value === 'en' ? reading.en : reading.zh
  }

  return { title, meaning, words, reason, inLanguage }
}
