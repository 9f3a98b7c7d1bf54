import { useI18n } from 'vue-i18n'
import { useFieldName } from '@/composables/useFieldName'
import { useFormat } from '@/composables/useFormat'
import type { FileChange } from './queries'

/** Fields that say no more than the deed itself. */
const implied = new Set(['withdrawn_at', 'sealed_at'])

/** A change of a file, in the words of the page. */
export function useChangeWords() {
  const i18n = useI18n()
  const { join } = useFormat()
  const fieldName = useFieldName()

  /** The server may know more deeds and records than this page has words for. */
  const known = (key: string, otherwise: string): string => (i18n.te(key) ? i18n.t(key) : otherwise)

  const actorOf = ({ actor_kind, name }: FileChange): string => {
    if (actor_kind === 'system') return i18n.t('proof.by_system')
    if (actor_kind === 'command_line') return i18n.t('proof.by_command')
    return name ?? ''
  }
  const deedOf = ({ action, record_type }: FileChange): string =>
    i18n.t('history.deed', {
      action: known(`history.action_${action}`, action),
      record: known(`history.record_${record_type}`, record_type),
    })
  const fieldsOf = ({ record_type, fields }: FileChange): string =>
    join(fields.filter((field) => !implied.has(field)).map((field) => fieldName(record_type, field.replace('/', '.'))))

  return { actorOf, deedOf, fieldsOf }
}
