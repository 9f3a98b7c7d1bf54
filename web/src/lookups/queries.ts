import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import type { Choice } from '@/composables/useCodes'

const minutes = 60_000

/** The divisions of the caller's area, for pickers; a township has a few dozen. */
export function useDivisionChoices() {
  const { data } = useQuery({
    queryKey: ['divisions', 'choices'],
    staleTime: 10 * minutes,
    queryFn: () => body(api.GET('/api/v1/divisions', { params: { query: { per_page: 200 } } })),
  })
  return computed<Choice[]>(() => (data.value?.items ?? []).map(({ code, name }) => ({ value: code, label: name })))
}

/** People on the staff who hold a post, for pickers. */
export function useStaffChoices() {
  const { data } = useQuery({
    queryKey: ['staff', 'choices'],
    staleTime: minutes,
    queryFn: () => body(api.GET('/api/v1/staff', { params: { query: { per_page: 200, active: true } } })),
  })
  return computed<Choice[]>(() => (data.value?.items ?? []).map(({ id, name }) => ({ value: id, label: name })))
}

/** The name of a division, or its code while the names are on their way. */
export function useDivisionName() {
  const choices = useDivisionChoices()
  return (code: MaybeRefOrGetter<string | null | undefined>): string => {
    const wanted = toValue(code)
    return choices.value.find(({ value }) => value === wanted)?.label ?? wanted ?? '—'
  }
}

/** The name of a member of staff by id. */
export function useStaffName() {
  const choices = useStaffChoices()
  return (id: string | null | undefined): string => choices.value.find(({ value }) => value === id)?.label ?? '—'
}
