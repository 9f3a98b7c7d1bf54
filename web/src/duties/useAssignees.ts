import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useCodes, type Choice } from '@/composables/useCodes'
import { useDivisionName, useStaffOfArea } from '@/lookups/queries'
import { nearestFirst } from './nearest'

/** Those in post whom the duties of these villages can be given to, the nearest first, each with post and place. */
export function useAssignees(divisions: MaybeRefOrGetter<readonly string[]>) {
  const { label } = useCodes()
  const nameOf = useDivisionName()
  const { data } = useStaffOfArea()
  return computed<Choice[]>(() =>
    nearestFirst(
      (data.value?.items ?? []).filter(({ active }) => active),
      toValue(divisions),
    ).map(({ id, name, post, division_code }) => ({
      value: id,
      label: `${name} · ${label('post', post)} · ${nameOf(division_code)}`,
    })),
  )
}
