import { computed, ref, toValue, type MaybeRefOrGetter, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { cutOff, reportYear } from '@/composables/today'
import { useSession } from '@/session/session'
import type { YearOf } from '@/figures/queries'

/** Area, year and cut-off of the figures, kept in the address. Without a year there it is the newest with records. */
export function usePeriod(newestYear: Ref<number | undefined> = ref(undefined), area?: MaybeRefOrGetter<string>) {
  const route = useRoute()
  const router = useRouter()
  const session = useSession()

  const period = computed<YearOf>(() => {
    const { year: asked, division } = route.query
    const year = Number(asked) || (newestYear.value ?? reportYear())
    return {
      division: typeof division === 'string' ? division : (toValue(area) ?? session.me?.division_code ?? ''),
      year,
      as_of: cutOff(year),
    }
  })

  function change(part: { division?: string; year?: string }): void {
    void router.push({ query: { ...route.query, ...part, page: undefined } })
  }
  return { period, change }
}
