import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useDivisionName } from '@/lookups/queries'
import { useSession } from '@/session/session'
import { useMenu } from './menu'
import { useFind } from './queries'

export interface Item {
  to: string
  label: string
  note: string
}

/** What is found for the words typed, in groups, and the item the arrow keys have reached. */
export function useFinder() {
  const { t } = useI18n()
  const session = useSession()
  const { groups } = useMenu()
  const nameOf = useDivisionName()
  const q = ref('')
  const at = ref(0)
  const { personnel, premises } = useFind(q, {
    personnel: session.can('personnel:read'),
    premises: session.can('premises:read'),
  })

  const pages = computed<Item[]>(() =>
    groups.value
      .flat()
      .map(({ to, title }) => ({ to, label: t(title), note: '' }))
      .filter(({ label }) => q.value === '' || label.toLowerCase().includes(q.value.toLowerCase())),
  )
  const persons = computed<Item[]>(() =>
    (personnel.data.value?.items ?? []).map(({ id, file_no, name, division_code }) => ({
      to: `/personnel/${id}`,
      label: `${file_no}　${name}`,
      note: nameOf(division_code),
    })),
  )
  const places = computed<Item[]>(() =>
    (premises.data.value?.items ?? []).map(({ id, name, division_code }) => ({
      to: `/premises/${id}`,
      label: name,
      note: nameOf(division_code),
    })),
  )
  const found = computed(() => [
    { title: t('nav.personnel'), total: personnel.data.value?.total ?? 0, all: '/personnel', items: persons.value },
    { title: t('nav.premises'), total: premises.data.value?.total ?? 0, all: '/premises', items: places.value },
    { title: t('search.pages'), total: 0, all: '/', items: pages.value },
  ])
  const items = computed(() => found.value.flatMap((group) => group.items))
  const isSearching = computed(() => personnel.isFetching.value || premises.isFetching.value)
  const error = computed(() => personnel.error.value ?? premises.error.value)
  const isNothing = computed(
    () => q.value !== '' && !isSearching.value && error.value === null && items.value.length === 0,
  )
  watch(q, () => {
    at.value = 0
  })

  function move(by: 1 | -1): void {
    const count = items.value.length
    if (count > 0) at.value = (at.value + by + count) % count
  }
  const reached = computed(() => items.value[at.value])

  function retry(): void {
    void personnel.refetch()
    void premises.refetch()
  }
  return { q, found, reached, isSearching, isNothing, error, move, retry }
}
