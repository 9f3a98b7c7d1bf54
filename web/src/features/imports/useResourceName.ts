import { useI18n } from 'vue-i18n'

/** What a clerk calls a ledger or a kind of record; the server may know more of them than this page. */
export function useResourceName() {
  const { t, te } = useI18n()
  return (resource: string): string =>
    te(`imports.resource_${resource}`) ? t(`imports.resource_${resource}`) : resource
}
