import { useI18n } from 'vue-i18n'
import { deedOf } from './operation'

/** What somebody did, in the words of the page; one without words stands as the log has it. */
export function useOperationWords() {
  const { t } = useI18n()
  return (operation: string): string => {
    const deed = deedOf(operation)
    if (deed === null) return operation
    if ('particular' in deed) return t(`access.did_${deed.particular}`)
    return t(`access.${deed.verb}`, { what: t(`access.what_${deed.subject}`) })
  }
}
