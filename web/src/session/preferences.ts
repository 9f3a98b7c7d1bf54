import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { speak } from '@/api/client'
import { i18n, isLocale, learn, type Locale } from '@/i18n'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

function remembered<T extends string>(name: string, allowed: (value: string) => value is T, otherwise: T): T {
  const value = window.localStorage.getItem(name) ?? ''
  return allowed(value) ? value : otherwise
}

const isOnOrOff = (value: string): value is 'on' | 'off' => value === 'on' || value === 'off'
const isTheme = (value: string): value is Theme => themes.some((theme) => theme === value)

/** What a person likes on this machine. Nothing here is about anyone's records. */
export const usePreferences = defineStore('preferences', () => {
  const locale = ref<Locale>(remembered('jindu.locale', isLocale, 'zh-CN'))
  const theme = ref<Theme>(remembered('jindu.theme', isTheme, 'auto'))
  /** Whether a single character may be a command. */
  const hasKeys = ref(remembered('jindu.keys', isOnOrOff, 'on') === 'on')

  /** The areas beside lists. */
  const hasAreas = ref(remembered('jindu.areas', isOnOrOff, 'on') === 'on')

  /** Signing out empties the browser's storage of this site; what is not about anyone is put back. */
  function keep(): void {
    window.localStorage.setItem('jindu.locale', locale.value)
    window.localStorage.setItem('jindu.theme', theme.value)
    window.localStorage.setItem('jindu.keys', hasKeys.value ? 'on' : 'off')
    window.localStorage.setItem('jindu.areas', hasAreas.value ? 'on' : 'off')
  }

  watch(
    locale,
    (chosen) => {
      keep()
      speak(chosen)
      void learn(chosen).then(() => {
        if (locale.value !== chosen) return
        i18n.global.locale.value = chosen
        document.documentElement.lang = chosen
      })
    },
    { immediate: true },
  )
  watch(
    theme,
    (chosen) => {
      document.documentElement.dataset.theme = chosen
      keep()
    },
    { immediate: true },
  )
  watch([hasKeys, hasAreas], keep)
  return { locale, theme, hasKeys, hasAreas, keep }
})
