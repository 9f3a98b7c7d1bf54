import type { components } from '@/api/schema'
import type { Locale } from '@/i18n'

type Schemas = components['schemas']
export type Density = Schemas['Density']
export type Chosen = Pick<Schemas['Preferences'], 'language' | 'theme' | 'density'>
export type Change = Pick<Schemas['UpdatePreferences'], 'language' | 'theme' | 'density'>

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]
export const densities = ['comfortable', 'compact'] as const satisfies readonly Density[]

/** How the pages look to a person: what an account takes along from one browser to the next. */
export interface Look {
  locale: Locale
  theme: Theme
  density: Density
}
export type Part = keyof Look
export const parts: readonly Part[] = ['locale', 'theme', 'density']

/** How they look to somebody who has chosen nothing. */
export const plain: Look = { locale: 'zh-CN', theme: 'auto', density: 'comfortable' }

/** What an account has chosen, in this client's words; what it has not is absent. */
export const ofAccount = ({ language, theme, density }: Chosen): Partial<Look> => ({
  ...(language ? { locale: language === 'en' ? 'en' : 'zh-CN' } : {}),
  ...(theme ? { theme } : {}),
  ...(density ? { density } : {}),
})

/** Parts of a look in the server's words. A theme that follows the system is none. */
export const changeOf = ({ locale, theme, density }: Partial<Look>): Change => ({
  ...(locale === undefined ? {} : { language: locale === 'en' ? 'en' : 'zh' }),
  ...(theme === undefined ? {} : { theme: theme === 'auto' ? null : theme }),
  ...(density === undefined ? {} : { density }),
})

interface Known {
  /** How this browser looks now. */
  here: Look
  /** What this browser and the account agreed on last; nothing in a browser that has seen no account. */
  agreed: Partial<Look>
  /** What the account says now. */
  account: Partial<Look>
  /** What was chosen here under this account and never reached the server. */
  unsaved: readonly Part[]
}

/**
 * How the pages look after signing in. A choice that could not be saved stands; else the account's stands; where the
 * account has none, what was chosen here before signing in stands, and what came from an account does not.
 */
export function settled({ here, agreed, account, unsaved }: Known): Look {
  const of = <P extends Part>(part: P): Look[P] => {
    if (unsaved.includes(part)) return here[part]
    return account[part] ?? (here[part] === agreed[part] ? plain[part] : here[part])
  }
  return { locale: of('locale'), theme: of('theme'), density: of('density') }
}
