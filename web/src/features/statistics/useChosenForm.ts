import { computed, type Ref } from 'vue'
import { useListQuery } from '@/composables/useListQuery'
import { useFigures } from '@/figures/useFigures'
import { readPeriod } from './period'
import { useForms } from './queries'

/** Which table or sheet is on the page, of which area and period, as the address says; `shown` is what of it was opened beside. */
export function useChosenForm(kind: 'table' | 'sheet', shown: Ref<object | null>) {
  const { title } = useFigures()
  const list = useListQuery([kind, 'division', 'period'])
  const { data, error, isPending, refetch } = useForms()
  const forms = computed(() => data.value?.[kind === 'table' ? 'tables' : 'sheets'] ?? [])
  const form = computed(() => forms.value.find(({ id }) => id === list.filter(kind)) ?? forms.value[0])
  /** A period of another length was meant for another form. */
  const asked = computed(() => {
    const [division, period] = [list.filter('division'), list.filter('period')]
    const fits = readPeriod(period)?.kind === form.value?.period
    return { ...(division === undefined ? {} : { division }), ...(period !== undefined && fits ? { period } : {}) }
  })
  const isOpen = computed({
    get: () => shown.value !== null,
    set: (open) => {
      if (!open) shown.value = null
    },
  })
  return {
    list,
    form,
    asked,
    isOpen,
    choices: computed(() => forms.value.map((one) => ({ value: one.id, label: title(one) }))),
    asking: { error, isPending, refetch },
  }
}
