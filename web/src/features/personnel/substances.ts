import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Choice } from '@/composables/useCodes'

/** The substances a town meets; the field itself takes any word, as the published list is still being made. */
const known = [
  'heroin',
  'opium',
  'methamphetamine',
  'tablets',
  'ketamine',
  'mdma',
  'cannabis',
  'synthetic_cannabinoid',
  'etomidate',
  'tramadol',
]

export function useSubstances() {
  const { t } = useI18n()
  const nameOf = (code: string): string => (known.includes(code) ? t(`personnel.drug_${code}`) : code)
  const choices = computed<Choice[]>(() => known.map((value) => ({ value, label: nameOf(value) })))
  return { nameOf, choices }
}
