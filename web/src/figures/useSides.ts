import { computed, ref, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import type { components } from '@/api/schema'
import { useFormat } from '@/composables/useFormat'

type Lacking = components['schemas']['Lacking']
interface Counted {
  name: string
  record_count: number
  lacking?: Lacking | null
}

/** The two lists behind a figure: the records it counts and, where lacking means something, those it lacks. */
export function useSides(figure: MaybeRefOrGetter<Counted | undefined>) {
  const { t, locale } = useI18n()
  const { number } = useFormat()
  const side = ref<'counted' | 'lacking'>('counted')
  watch(
    () => toValue(figure)?.name,
    () => {
      side.value = 'counted'
    },
  )
  const tabs = computed(() => {
    const { record_count, lacking } = toValue(figure) ?? { record_count: 0 }
    if (!lacking) return []
    const title = locale.value === 'en' ? lacking.title_en : lacking.title_zh
    return [
      { value: 'counted', label: t('home.side_counted', { n: number(record_count) }) },
      { value: 'lacking', label: t('home.side_lacking', { title, n: number(lacking.count) }) },
    ]
  })
  function choose(value: string): void {
    side.value = value === 'lacking' ? 'lacking' : 'counted'
  }
  return { side, tabs, choose }
}
