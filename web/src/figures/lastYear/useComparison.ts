import { useI18n } from 'vue-i18n'
import { useFormat } from '@/composables/useFormat'
import { cellOf } from '../cell'
import { useCellWords } from '../useCellWords'
import { useFigures } from '../useFigures'
import type { Change, Comparable, Difference, Line } from './compare'

/** Sign and words of a difference; up and down are never told by colour, as neither is good or bad by itself. */
export interface Told {
  sign: string
  words: string
}

/** What two years differ by, in the words of the page's language. */
export function useComparison() {
  const { t } = useI18n()
  const { number, join } = useFormat()
  const { title, meaning } = useFigures()
  const say = useCellWords()

  const signOf = (by: number): string => (by > 0 ? '▲' : '▼')

  function wordsOf({ by, tenths }: Change): string {
    const change = t(by > 0 ? 'last_year.up' : 'last_year.down', { n: number(Math.abs(by)) })
    if (tenths === null) return t('last_year.from_zero', { change })
    if (tenths === 0) return t('last_year.little', { change })
    const percent = number(Math.abs(tenths) / 10)
    return t('last_year.percent', { change, sign: tenths > 0 ? '+' : '−', percent })
  }

  function wordsOfParts({ moved, added, gone }: Extract<Difference, { kind: 'parts' }>): string {
    return join([
      ...moved.map(({ part, ...change }) => t('last_year.part', { part, change: wordsOf(change) })),
      added.length > 0 ? t('last_year.added', { parts: join(added) }) : '',
      gone.length > 0 ? t('last_year.gone', { parts: join(gone) }) : '',
    ])
  }

  /** What was counted otherwise last year. */
  function then({ then: figure }: Line, why: string): string {
    if (figure === undefined) return ''
    return why === 'unit' ? figure.unit : meaning(figure)
  }

  function tell(line: Line): Told {
    const { difference } = line
    switch (difference.kind) {
      case 'same':
        return { sign: '＝', words: t('last_year.same') }
      case 'number':
        return { sign: signOf(difference.by), words: wordsOf(difference) }
      case 'points': {
        const n = number(Math.abs(difference.by) / 10)
        return {
          sign: signOf(difference.by),
          words: t(difference.by > 0 ? 'last_year.points_up' : 'last_year.points_down', { n }),
        }
      }
      case 'parts':
        return { sign: '≠', words: wordsOfParts(difference) }
      case 'reworded':
        return { sign: '≠', words: t('last_year.reworded') }
      case 'none':
        return { sign: '', words: t(`last_year.why_${difference.why}`, { then: then(line, difference.why) }) }
    }
  }

  /** A figure in one line, with what it is counted in. */
  function value(figure: Comparable | undefined): string {
    if (figure === undefined) return t('last_year.absent')
    const cell = cellOf(figure.value)
    if (cell.kind !== 'number') return say(figure.value)
    // A year is written without a comma.
    return figure.unit === '' ? String(cell.value) : `${number(cell.value)} ${figure.unit}`
  }

  const nameOf = ({ now, then: before }: Line): string => {
    const figure = now ?? before
    return figure === undefined ? '' : title(figure)
  }

  return { tell, value, nameOf }
}
