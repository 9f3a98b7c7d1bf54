import { useI18n } from 'vue-i18n'
import { useFormat } from '@/composables/useFormat'
import { useCodes } from '@/composables/useCodes'
import type { CodeLabels } from '@/i18n/code-lists'
import { useDivisionName, useGridName, useStaffName } from '@/lookups/queries'

interface Said {
  /** Key of the label the list's own filter has. */
  label: string
  list?: keyof CodeLabels
}

const narrowing: Partial<Record<string, Said>> = {
  status: { label: 'field.status', list: 'person_status' },
  control: { label: 'personnel.control', list: 'control' },
  risk_level: { label: 'personnel.risk_level', list: 'risk_level' },
  migrant: { label: 'personnel.away' },
  platform_entered: { label: 'personnel.platform_yes' },
  reported_in: { label: 'personnel.reported_yes' },
  first_found_on_from: { label: 'exports.found_from' },
  first_found_on_to: { label: 'exports.found_to' },
  colour: { label: 'premises.colour', list: 'colour' },
  inspected: { label: 'premises.inspected_yes' },
  inspected_before: { label: 'premises.inspected_before' },
  overdue: { label: 'register.overdue' },
  outcome: { label: 'premises.outcome', list: 'inspection_outcome' },
  is_signed: { label: 'premises.is_signed' },
  corrected: { label: 'signing.corrected_only' },
  haste: { label: 'signing.ask_only' },
  inspected_on_from: { label: 'premises.from' },
  inspected_on_to: { label: 'premises.to' },
  setting: { label: 'events.setting', list: 'setting' },
  theme: { label: 'events.theme', list: 'theme' },
  held_on_from: { label: 'events.from' },
  held_on_to: { label: 'events.to' },
}
const kinds: Partial<Record<string, keyof CodeLabels>> = { premises: 'premises_kind', events: 'event_kind' }

/** What narrows an export, as the filters of its list say it; what these pages have no words for is shown as it is. */
export function useFilterWords() {
  const i18n = useI18n()
  const { t } = i18n
  const { join } = useFormat()
  const { label } = useCodes()
  const divisionName = useDivisionName()
  const staffName = useStaffName()
  const gridName = useGridName()

  const codes = (list: keyof CodeLabels, value: string): string =>
    join(value.split(',').map((code) => (i18n.te(`codes.${list}.${code}`) ? label(list, code) : code)))

  function valued(value: string, list?: keyof CodeLabels): string {
    if (list !== undefined) return codes(list, value)
    if (value === 'true' || value === 'false') return t(value === 'true' ? 'form.yes' : 'form.no')
    return value
  }

  const narrowed = (label: string, value: string): string => t('exports.narrowed', { label: t(label), value })

  function said(resource: string, name: string, value: string): string {
    const known = narrowing[name]
    if (known !== undefined) return narrowed(known.label, valued(value, known.list))
    switch (name) {
      case 'q':
        return narrowed('exports.words', value)
      case 'division':
        return narrowed('field.division', divisionName(value))
      case 'kind':
        return narrowed('field.kind', valued(value, kinds[resource]))
      case 'case_worker':
        return narrowed('personnel.case_worker', staffName(value))
      case 'grid':
        return narrowed('personnel.grid', gridName(value))
      case 'campaign':
        return t('exports.of_one_round')
      default:
        return `${name}=${value}`
    }
  }

  return (resource: string, filter: string): string => {
    const parts = [...new URLSearchParams(filter)].filter(([name]) => name !== 'sort')
    return parts.length === 0
      ? t('exports.whole')
      : parts.map(([name, value]) => said(resource, name, value)).join(t('exports.and'))
  }
}
