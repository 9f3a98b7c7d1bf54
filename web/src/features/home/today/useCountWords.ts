import { useI18n } from 'vue-i18n'
import { useFormat } from '@/composables/useFormat'
import type { Line } from './useToday'

/** A number in words and how it looks: calm at nothing, in its tone where work waits. */
export function useCountWords() {
  const { t } = useI18n()
  const { number } = useFormat()
  return ({ counted, error, tone }: Pick<Line, 'counted' | 'error' | 'tone'>): { text: string; tone: string } => {
    if (counted === undefined) return { text: error === null ? '…' : t('today.unread'), tone: 'unread' }
    if (counted.total === 0) return { text: t('today.none'), tone: 'zero' }
    return { text: number(counted.total) + (counted.total_is_lower_bound ? '+' : ''), tone }
  }
}
