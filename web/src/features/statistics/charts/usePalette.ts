import { readonly, shallowRef, watch } from 'vue'
import { useNarrow } from '@/composables/useNarrow'
import { usePreferences } from '@/session/preferences'
import type { Palette } from './options'

function read(): Palette {
  const style = window.getComputedStyle(document.documentElement)
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  return {
    ink: token('ink'),
    muted: token('ink-2'),
    line: token('line'),
    surface: token('surface'),
    none: token('line-2'),
    low: token('brand-2'),
    mid: token('brand-mid'),
    high: token('brand'),
    second: token('due'),
    font: token('font'),
  }
}

/** The tokens as a canvas needs them, read anew when the theme changes. */
export function usePalette() {
  const preferences = usePreferences()
  const isDark = useNarrow('(prefers-color-scheme: dark)')
  const palette = shallowRef(read())
  watch(
    [() => preferences.theme, isDark],
    () => {
      palette.value = read()
    },
    { flush: 'post' },
  )
  return readonly(palette)
}
