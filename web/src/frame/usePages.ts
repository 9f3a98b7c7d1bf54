import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute } from 'vue-router'
import { learn } from '@/i18n'
import { isFoundBy } from './initials'
import { useMenu } from './menu'
import { visits } from './visits'

export interface Page {
  to: string
  label: string
  names: string[]
}

/** The pages somebody may open, by their names in both languages, and which of them they opened last. */
export function usePages(q: () => string) {
  const { t } = useI18n()
  const route = useRoute()
  const { pages } = useMenu()
  const hasEnglish = ref(false)
  watch(q, (typed) => {
    if (hasEnglish.value || !/[a-z]/i.test(typed)) return
    // Without a network a page is found by its Chinese name and its initials.
    void learn('en').then(
      () => (hasEnglish.value = true),
      () => undefined,
    )
  })
  const named = computed<Page[]>(() =>
    pages.value.map(({ to, title }) => {
      const languages = ['zh-CN', ...(hasEnglish.value ? ['en'] : [])]
      const names = languages.map((locale) => t(title, {}, { locale }))
      return { to, label: t(title), names: [t(title), ...names] }
    }),
  )
  const found = computed(() => named.value.filter(({ names }) => isFoundBy(names, q())))
  /** The page one is on is not looked for. */
  const visited = computed(() =>
    visits.value
      .filter((path) => path !== route.path)
      .flatMap((path) => named.value.find(({ to }) => to === path) ?? []),
  )
  const others = computed(() => named.value.filter((page) => !visited.value.includes(page)))
  return { found, visited, others }
}
