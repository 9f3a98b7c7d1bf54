import { useQueryClient } from '@tanstack/vue-query'
import { computed, shallowRef } from 'vue'
import { inTurn } from '@/session/inTurn'
import { isListName, keepLook, preferencesKey, usePreferencesOnServer, type ListPreferences } from './queries'

export type Density = NonNullable<ListPreferences['density']>

/** How somebody likes a list; what is null is as it is for everybody. */
export interface Look {
  columns: string[] | null
  density: Density | null
}

/** How the person signed in likes one list: kept on the server, and shown at once. */
export function useLook(list: string) {
  const queries = useQueryClient()
  const { data } = usePreferencesOnServer()
  /** What was chosen here, until the server has it; for a list it does not know, until the page is closed. */
  const chosen = shallowRef<Partial<Look>>({})
  const kept = computed(() => (isListName(list) ? data.value?.lists[list] : undefined))
  const look = computed<Look>(() => ({
    columns: kept.value?.columns ?? null,
    density: kept.value?.density ?? null,
    ...chosen.value,
  }))

  async function keep(): Promise<void> {
    const sent = chosen.value
    if (!isListName(list) || Object.keys(sent).length === 0) return
    queries.setQueryData(preferencesKey, await keepLook(list, sent))
    if (chosen.value === sent) chosen.value = {}
  }

  function change(part: Partial<Look>): void {
    chosen.value = { ...chosen.value, ...part }
    // Without a network the list looks as chosen all the same, as long as this page lasts.
    void inTurn(keep)
  }
  return { look, change }
}
