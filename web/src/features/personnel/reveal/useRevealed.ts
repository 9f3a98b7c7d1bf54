import { onScopeDispose, ref, watch } from 'vue'
import type { Revealed, RevealField } from './queries'

/**
 * What was shown of a person stands on the page until its time is over, the page is left, or somebody hides it. The time counts
 * from when it came: the clock of the server is not that of this machine.
 */
export function useRevealed(person: () => string): {
  valueOf: (field: RevealField) => string | undefined
  show: (revealed: Revealed) => void
  hide: () => void
} {
  const shown = ref<Revealed | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let ends = 0

  function hide(): void {
    clearTimeout(timer)
    shown.value = null
  }
  function show(revealed: Revealed): void {
    hide()
    shown.value = revealed
    const span = revealed.expires_in * 1000
    ends = Date.now() + span
    timer = setTimeout(hide, span)
  }
  /** A machine that slept has not counted. */
  function look(): void {
    if (shown.value !== null && Date.now() >= ends) hide()
  }
  watch(person, hide)
  document.addEventListener('visibilitychange', look)
  window.addEventListener('pageshow', look)
  onScopeDispose(() => {
    hide()
    document.removeEventListener('visibilitychange', look)
    window.removeEventListener('pageshow', look)
  })
  return { valueOf: (field) => shown.value?.[field] ?? undefined, show, hide }
}
