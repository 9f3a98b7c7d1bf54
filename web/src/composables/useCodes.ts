import { useI18n } from 'vue-i18n'
import type { CodeLabels, CodeLists } from '@/i18n/code-lists'
import { codes } from '@/i18n/zh/codes'

export interface Choice<T extends string = string> {
  value: T
  label: string
}

function keysOf<T extends string>(labels: Record<T, string>): T[] {
  return Object.keys(labels).filter((key): key is T => key in labels)
}

const lists: CodeLabels = codes

/** Labels and choices of the code lists, in the language of the page. */
export function useCodes() {
  const { t } = useI18n()
  const label = (list: keyof CodeLabels, code: string | null | undefined): string =>
    code === null || code === undefined ? t('field.none') : t(`codes.${list}.${code}`)

  function choices<List extends keyof CodeLists>(list: List): Choice<CodeLists[List]>[] {
    return keysOf<CodeLists[List]>(lists[list]).map((value) => ({ value, label: label(list, value) }))
  }
  return { label, choices }
}
