import type { components } from '@/api/schema'
import { i18n } from '.'
import { codes } from './zh/codes'

type Dictionary = components['schemas']['Dictionary']

/** Lists the server has under another name. */
const names: Partial<Record<string, string>> = {
  staff_post: 'post',
  remote_test_state: 'remote_state',
  rectification_severity: 'severity',
  referral_authority: 'referred_to',
}

/** The states of this client's own work, which it words as its buttons do. */
const own = new Set(['import_state', 'row_outcome', 'report_state', 'risk_level', 'assessed_level'])

/** Takes the labels of the code lists from the server, so that the page and the documents say the same. */
export function takeLabels(lists: Dictionary[]): void {
  for (const { name, labels } of lists) {
    const list = names[name] ?? name
    if (!(list in codes) || own.has(list)) continue
    const inLanguage = (language: 'zh' | 'en') =>
      Object.fromEntries(labels.map((label) => [label.code, label[language]]))
    i18n.global.mergeLocaleMessage('zh-CN', { codes: { [list]: inLanguage('zh') } })
    i18n.global.mergeLocaleMessage('en', { codes: { [list]: inLanguage('en') } })
  }
}
