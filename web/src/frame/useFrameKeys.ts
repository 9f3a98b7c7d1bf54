import { onBeforeUnmount, onMounted } from 'vue'

interface Acts {
  find: () => void
  tell: () => void
  /** Whether a single character may be a command: whoever dictates to the machine turns it off. */
  hasKeys: () => boolean
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))

/** The keys that work on every page. */
export function useFrameKeys({ find, tell, hasKeys }: Acts): void {
  function actOf({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): (() => void) | null {
    if (ctrlKey || metaKey) return key.toLowerCase() === 'k' ? find : key === '/' ? tell : null
    // A Chinese keyboard gives the question mark in full width.
    const isQuestion = (key === '?' || key === '？') && !altKey && !isTyping(target)
    return isQuestion && hasKeys() ? tell : null
  }
  function listen(event: KeyboardEvent): void {
    if (event.isComposing) return
    const act = actOf(event)
    if (act === null) return
    event.preventDefault()
    act()
  }
  onMounted(() => {
    window.addEventListener('keydown', listen)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('keydown', listen)
  })
}
