import { useI18n } from 'vue-i18n'
import { useFormat } from '@/composables/useFormat'
import { cellOf } from './cell'
import { useFigures } from './useFigures'
import type { FigureValue } from './value'

/** A value in one line of words: in the table of a chart, and in the file made of it. */
export function useCellWords() {
  const { t } = useI18n()
  const { words } = useFigures()
  const { number } = useFormat()

  return (value: FigureValue): string => {
    const cell = cellOf(value)
    switch (cell.kind) {
      case 'rate':
        if (cell.percent === null) return t('statistics.nothing_owed')
        return `${number(cell.numerator)}/${number(cell.denominator)} ${cell.percent}`
      case 'withheld':
        return t('statistics.withheld_short')
      case 'unknown':
        return t('statistics.unknown')
      default:
        return words(value)
    }
  }
}
