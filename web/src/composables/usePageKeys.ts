import { onScopeDispose, ref, shallowReactive } from 'vue'

/** Keys, and what they do in the words of the page. */
export interface KeyUse {
  keys: string[]
  does: string
}

/** The keys of the page on the screen, under its title, for whoever asks which there are. */
export const pageKeys = shallowReactive(new Map<string, readonly KeyUse[]>())

/** Whether the keys are being told. */
export const isTelling = ref(false)

/** Opens what tells them. */
export function tellKeys(): void {
  isTelling.value = true
}

/** Tells the keys a page has of its own for as long as it is open. `title` is the key of its title. */
export function usePageKeys(title: string, uses: readonly KeyUse[]): void {
  pageKeys.set(title, uses)
  onScopeDispose(() => {
    // The next page may be the same one again, and have told its keys before this one is gone.
    if (pageKeys.get(title) === uses) pageKeys.delete(title)
  })
}
