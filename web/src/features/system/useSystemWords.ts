import { useI18n } from 'vue-i18n'
import { useFormat } from '@/composables/useFormat'
import type { SystemState } from '@/system/queries'
import { ageOf, sizeOf } from './measures'

/** Sizes, ages and the database in words. */
export function useSystemWords() {
  const { t } = useI18n()
  const { number, counted } = useFormat()

  function size(bytes: number): string {
    const { n, unit } = sizeOf(bytes)
    return `${number(n)} ${unit}`
  }

  function age(at: string, now: string): string {
    const { unit, n } = ageOf(at, now)
    if (unit === 'minutes' && n === 0) return t('system.just_now')
    return t(`system.ago_${unit}`, counted(n))
  }

  /** What the server calls its database, by the name people know. */
  const database = ({ database: kind }: Pick<SystemState, 'database'>): string =>
    kind === 'sqlite' || kind === 'postgresql' ? t(`system.database_${kind}`) : kind
  return { size, age, database }
}
