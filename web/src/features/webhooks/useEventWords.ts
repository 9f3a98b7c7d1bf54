import { useI18n } from 'vue-i18n'

/** What happened, in words: `personnel.updated`, or `personnel.*` for whatever happens to a person. */
export function useEventWords() {
  const i18n = useI18n()
  return (type: string): string => {
    const [subject = '', happened = ''] = type.split('.')
    const kind = `webhooks.subject_${subject}`
    if (!i18n.te(kind)) return type
    const what = happened === '*' ? 'webhooks.happened_any' : `webhooks.happened_${happened}`
    return i18n.t('webhooks.event', { subject: i18n.t(kind), what: i18n.te(what) ? i18n.t(what) : happened })
  }
}
