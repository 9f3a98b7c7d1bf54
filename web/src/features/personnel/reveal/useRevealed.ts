import { onScopeDispose, ref, watch, type Ref } from 'vue'
import type { Revealed, RevealField } from './queries'

/** What was shown of a person stands on the page until its time is over, the page is left, or somebody hides it. */
export function useRevealed(person: () => string): {
  valueOf: (field: RevealField) => string | undefined
  show: (revealed: Revealed) => void
  hide: () => void
  shown: Ref<Revealed | null>
} {
  const shown = ref<Revealed | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  function hide(): void {
    clearTimeout(timer)
    shown.value = null
  }
  function show(revealed: Revealed): void {
    hide()
    shown.value = revealed
    timer = setTimeout(hide, Math.max(0, Date.parse(revealed.until) - Date.now()))
  }
  watch(person, hide)
  onScopeDispose(hide)
  return { valueOf: (field) => shown.value?.[field] ?? undefined, show, hide, shown }
}
