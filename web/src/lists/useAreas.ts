import { computed, ref } from 'vue'
import type { ListQuery } from '@/composables/useListQuery'
import { useNarrow } from '@/composables/useNarrow'
import { isVillage } from '@/lookups/area'
import { usePreferences } from '@/session/preferences'
import { useSession } from '@/session/session'

/** Where a list's areas stand: beside it where there is room and somebody wants them, or else in a drawer. */
export function useAreas({ area }: Pick<ListQuery<string>, 'area'>) {
  const preferences = usePreferences()
  const isNarrow = useNarrow('(max-width: 1199px)')
  const isDrawn = ref(false)
  const mayChoose = area !== null && !isVillage(useSession().me?.division_code ?? '')
  const isBeside = computed(() => mayChoose && !isNarrow.value && preferences.hasAreas)
  const where = computed(() => {
    if (!mayChoose) return 'none'
    return isBeside.value || isDrawn.value ? 'shown' : 'hidden'
  })

  function turn(): void {
    if (isNarrow.value) isDrawn.value = true
    else preferences.hasAreas = !preferences.hasAreas
  }

  function choose(code: string | undefined): void {
    isDrawn.value = false
    area?.choose(code)
  }
  return { isBeside, isDrawn, where, chosen: computed(() => area?.chosen.value), turn, choose }
}
