import { useI18n } from 'vue-i18n'
import { useCodes } from '@/composables/useCodes'
import { codes } from '@/i18n/zh/codes'
import type { SignedLine } from './content'

const names: Partial<Record<string, string>> = {
  premises: 'nav.premises',
  name: 'premises.name',
  code: 'premises.code',
  title: 'premises.campaign_title',
  format: 'signing.format',
  inspection_id: 'signing.inspection_id',
  id: 'signing.id',
  version: 'signing.version',
  corrects: 'signing.correct',
  reason: 'signing.correct_reason',
  division_code: 'field.division',
  inspected_on: 'premises.inspected_on',
  outcome: 'premises.outcome',
  campaign: 'premises.campaign',
  inspector: 'premises.inspector',
  inspector_id: 'premises.inspector_staff',
  defect_notes: 'premises.defect_notes',
  warning_signs: 'premises.warning_signs',
  checklist: 'premises.checklist',
  item: 'premises.item',
  ok: 'premises.outcome',
  note: 'field.notes',
}
const lists = { outcome: 'inspection_outcome', warning_signs: 'warning_sign' } as const
const isListed = (name: string | undefined): name is keyof typeof lists => name !== undefined && name in lists

/** What is signed, in the words of the page. */
export function useSignedWords() {
  const { t } = useI18n()
  const { label } = useCodes()

  function nameOf(path: string[]): string {
    return path
      .map((name) => {
        const key = names[name]
        return key === undefined ? name : t(key)
      })
      .join(' ')
  }

  function wordsOf({ path, value }: SignedLine): string {
    const [first] = path
    const isAnswer = path.at(-1) === 'ok'
    if (value === null) return t(isAnswer ? 'premises.item_unseen' : 'field.none')
    if (typeof value === 'boolean') {
      if (isAnswer) return t(value ? 'premises.item_ok' : 'premises.item_bad')
      return t(value ? 'form.yes' : 'form.no')
    }
    if (isListed(first) && typeof value === 'string' && value in codes[lists[first]]) return label(lists[first], value)
    return String(value)
  }

  return { nameOf, wordsOf }
}
