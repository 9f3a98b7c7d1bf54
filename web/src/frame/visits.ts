import { ref, watch } from 'vue'
import { useRoute } from 'vue-router'

const key = 'jindu.visited'
const most = 6

/** The addresses last opened, the newest first. */
export const moved = (paths: readonly string[], path: string): string[] =>
  [path, ...paths.filter((one) => one !== path)].slice(0, most)

/** What a window has kept; anything may stand in its storage. */
export function readVisits(text: string | null): string[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(kept) ? kept.filter((path) => typeof path === 'string').slice(0, most) : []
  } catch {
    return []
  }
}

/** The pages this window showed last. Only pages of the menu are noted, never the address of somebody's record. */
export const visits = ref(readVisits(window.sessionStorage.getItem(key)))

/** Notes the pages of the menu as they are opened. */
export function useVisits(isOfMenu: (path: string) => boolean): void {
  const route = useRoute()
  watch(
    () => route.path,
    (path) => {
      if (!isOfMenu(path)) return
      visits.value = moved(visits.value, path)
      window.sessionStorage.setItem(key, JSON.stringify(visits.value))
    },
    { immediate: true },
  )
}
