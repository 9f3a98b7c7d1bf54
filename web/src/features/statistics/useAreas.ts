import { computed } from 'vue'
import type { Choice } from '@/composables/useCodes'
import { useDivisionName, useTownChoices } from '@/lookups/queries'
import { useSession } from '@/session/session'

/** The areas whose figures the caller may ask for: their own, and the towns in it. */
export function useAreas() {
  const session = useSession()
  const towns = useTownChoices()
  const nameOf = useDivisionName()
  return computed<Choice[]>(() => {
    const own = session.me?.division_code
    if (own === undefined || towns.value.some(({ value }) => value === own)) return towns.value
    return [{ value: own, label: nameOf(own) }, ...towns.value]
  })
}
