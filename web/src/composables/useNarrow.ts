import { onScopeDispose, ref, type Ref } from 'vue'

/** Whether the window is as narrow as a media query says, also after it was turned or resized. */
export function useNarrow(query = '(max-width: 760px)'): Readonly<Ref<boolean>> {
  const media = window.matchMedia(query)
  const isNarrow = ref(media.matches)
  const follow = ({ matches }: MediaQueryListEvent): void => {
    isNarrow.value = matches
  }
  media.addEventListener('change', follow)
  onScopeDispose(() => {
    media.removeEventListener('change', follow)
  })
  return isNarrow
}
