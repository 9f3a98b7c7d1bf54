import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { speak } from '@/api/client'
import { i18n, isLocale, learn, type Locale } from '@/i18n'
import { densities, plain, themes, type Density, type Look, type Theme } from './look'

const isOnOrOff = (value: string): value is 'on' | 'off' => value === 'on' || value === 'off'
const isTheme = (value: string): value is Theme => themes.some((theme) => theme === value)
const isDensity = (value: string): value is Density => densities.some((density) => density === value)

function kept<T extends string>(name: string, allowed: (value: string) => value is T): T | undefined {
  const value = window.localStorage.getItem(name) ?? ''
  return allowed(value) ? value : undefined
}

/** A look under names that begin alike; what is not there is absent. */
function lookAt(prefix: string): Partial<Look> {
  const locale = kept(`${prefix}locale`, isLocale)
  const theme = kept(`${prefix}theme`, isTheme)
  const density = kept(`${prefix}density`, isDensity)
  return { ...(locale && { locale }), ...(theme && { theme }), ...(density && { density }) }
}

function putLook(prefix: string, look: Partial<Look>): void {
  for (const [part, value] of Object.entries(look)) window.localStorage.setItem(prefix + part, value)
}

/** What a person likes on this machine. Nothing here is about anyone's records. */
export const usePreferences = defineStore('preferences', () => {
  const found: Look = { ...plain, ...lookAt('jindu.') }
  const locale = ref<Locale>(found.locale)
  const theme = ref<Theme>(found.theme)
  /** How close the rows of lists stand that say nothing of their own. */
  const density = ref<Density>(found.density)
  /** Whether a single character may be a command. */
  const hasKeys = ref((kept('jindu.keys', isOnOrOff) ?? 'on') === 'on')

  /** The areas beside lists. */
  const hasAreas = ref((kept('jindu.areas', isOnOrOff) ?? 'on') === 'on')

  /** What this browser and the account that was here last agreed on. */
  let shared = lookAt('jindu.agreed.')

  const look = (): Look => ({ locale: locale.value, theme: theme.value, density: density.value })

  /** Signing out empties the browser's storage of this site; what is not about anyone is put back. */
  function keep(): void {
    putLook('jindu.', look())
    putLook('jindu.agreed.', shared)
    window.localStorage.setItem('jindu.keys', hasKeys.value ? 'on' : 'off')
    window.localStorage.setItem('jindu.areas', hasAreas.value ? 'on' : 'off')
  }

  function agree(parts: Partial<Look>): void {
    shared = { ...shared, ...parts }
    keep()
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
  watch([density, hasKeys, hasAreas], keep)
  return { locale, theme, density, hasKeys, hasAreas, keep, look, agree, agreed: () => shared }
})
