import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Choice } from '@/composables/useCodes'

/**
 * The substances a town meets, by the name that is stored: the one ledgers write, so that a choice made here and a word
 * imported are the same. The field itself takes any word, as new substances appear faster than lists.
 */
const known = {
  海洛因: 'heroin',
  鸦片: 'opium',
  冰毒: 'methamphetamine',
  麻古: 'tablets',
  氯胺酮: 'ketamine',
  摇头丸: 'mdma',
  大麻: 'cannabis',
  合成大麻素: 'synthetic_cannabinoid',
  依托咪酯: 'etomidate',
  曲马多: 'tramadol',
}

export function useSubstances() {
  const { t } = useI18n()
  const nameOf = (stored: string): string => {
    const code = Object.entries(known).find(([name]) => name === stored)?.[1]
    return code === undefined ? stored : t(`personnel.drug_${code}`)
  }
  const choices = computed<Choice[]>(() => Object.keys(known).map((value) => ({ value, label: nameOf(value) })))
  return { nameOf, choices }
}
