import { useI18n } from 'vue-i18n'
import { today } from '@/composables/today'
import type { Choice } from '@/composables/useCodes'
import { lately, readPeriod, writePeriod, type Period } from './period'
import type { PeriodKind } from './queries'

/** Periods in the words of the page's language. */
export function usePeriodName() {
  const { t, locale } = useI18n()

  function nameOf({ year, kind, index }: Period): string {
    switch (kind) {
      case 'year':
        return t('statistics.year_name', { year })
      case 'half':
        return t(index === 0 ? 'statistics.first_half' : 'statistics.second_half', { year })
      case 'quarter':
        return t('statistics.quarter_name', { year, n: index + 1 })
      case 'month': {
        const words = new Intl.DateTimeFormat(locale.value, { timeZone: 'UTC', year: 'numeric', month: 'long' })
        return words.format(Date.UTC(year, index))
      }
    }
  }

  /** A period as it stands in an answer. */
  function words(text: string): string {
    const period = readPeriod(text)
    return period === null ? text : nameOf(period)
  }

  const choices = (kind: PeriodKind): Choice[] =>
    lately(today(), kind).map((period) => ({ value: writePeriod(period), label: nameOf(period) }))

  /** Without its year, for the axis of a year. */
  function short(text: string): string {
    const period = readPeriod(text)
    if (period?.kind === 'month') {
      const month = new Intl.DateTimeFormat(locale.value, { timeZone: 'UTC', month: 'short' })
      return month.format(Date.UTC(period.year, period.index))
    }
    return period?.kind === 'quarter' ? t('statistics.quarter_short', { n: period.index + 1 }) : words(text)
  }

  return { words, short, choices }
}
