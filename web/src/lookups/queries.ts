import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/api/client'
import type { Choice } from '@/composables/useCodes'
import { i18n } from '@/i18n'
import { useSession } from '@/session/session'

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

/** The areas right below one. */
export function useSubdivisions(code: MaybeRefOrGetter<string>, isWanted: MaybeRefOrGetter<boolean>) {
  return useQuery({
    queryKey: computed(() => ['divisions', 'below', toValue(code)]),
    enabled: () => toValue(isWanted),
    staleTime: 10 * minutes,
    queryFn: () => body(api.GET('/api/v1/divisions', { params: { query: { parent: toValue(code), per_page: 200 } } })),
  })
}

/** The towns of the caller's area: figures and reports are a town's. */
export function useTownChoices() {
  const { data } = useQuery({
    queryKey: ['divisions', 'towns'],
    staleTime: 10 * minutes,
    queryFn: () => body(api.GET('/api/v1/divisions', { params: { query: { kind: 'town', per_page: 200 } } })),
  })
  return computed<Choice[]>(() => (data.value?.items ?? []).map(({ code, name }) => ({ value: code, label: name })))
}

/** Everyone on the staff of the caller's area; a township has a few dozen. */
export function useStaffOfArea() {
  const session = useSession()
  return useQuery({
    queryKey: ['staff', 'choices'],
    enabled: () => session.can('staff:read'),
    staleTime: minutes,
    queryFn: () => body(api.GET('/api/v1/staff', { params: { query: { per_page: 200 } } })),
  })
}

/** Everyone on the staff for pickers and names: those in post first, those who have left marked so. */
export function useStaffChoices() {
  const { data } = useStaffOfArea()
  return computed<Choice[]>(() => {
    const all = data.value?.items ?? []
    const left = (name: string): string => i18n.global.t('staff.who_left', { name })
    const serving = all.filter(({ active }) => active).map(({ id, name }) => ({ value: id, label: name }))
    return [
      ...serving,
      ...all.filter(({ active }) => !active).map(({ id, name }) => ({ value: id, label: left(name) })),
    ]
  })
}

/** The grids of the caller's area, for pickers. */
export function useGridChoices() {
  const { data } = useQuery({
    queryKey: ['grids', 'choices'],
    staleTime: minutes,
    queryFn: () => body(api.GET('/api/v1/grids', { params: { query: { per_page: 200 } } })),
  })
  const nameOf = useDivisionName()
  return computed<Choice[]>(() =>
    (data.value?.items ?? []).map(({ id, name, division_code }) => ({
      value: id,
      label: `${nameOf(division_code)} ${name}`,
    })),
  )
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

/** The name of a grid by id. */
export function useGridName() {
  const choices = useGridChoices()
  return (id: string | null | undefined): string => choices.value.find(({ value }) => value === id)?.label ?? '—'
}
