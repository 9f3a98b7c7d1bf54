import { useI18n } from 'vue-i18n'

/** What a clerk calls a ledger or a kind of record; the server may know more of them than this page. */
export function useResourceName() {
  const i18n = useI18n()
  return (resource: string): string => {
    const key = `imports.resource_${resource}`
    return i18n.te(key) ? i18n.t(key) : resource
  }
}
