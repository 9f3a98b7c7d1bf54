import { defineStore } from 'pinia'
import { watch } from 'vue'
import { queryClient as queries } from '@/query-client'
import { inTurn } from './inTurn'
import { changeOf, ofAccount, parts, plain, settled, type Look, type Part } from './look'
import { usePreferences } from './preferences'
import { findPreferences, patchPreferences, preferencesKey, type Preferences } from './queries'

const place = 'jindu.unsaved'

/** What was chosen under an account and is not on the server yet: `<account> theme locale`. */
function unsavedOf(account: string): Part[] {
  const [owner, ...names] = (window.localStorage.getItem(place) ?? '').split(' ')
  return owner === account ? parts.filter((part) => names.includes(part)) : []
}

/**
 * Takes language, theme and density along with the account: its choice is taken on signing in, and a change is saved
 * there. A change that cannot be saved stands in this browser, and is sent with the next one or the next signing in.
 */
export const useKeptLook = defineStore('kept-look', () => {
  const preferences = usePreferences()
  let account: string | null = null

  function note(unsaved: readonly Part[]): void {
    if (account === null || unsaved.length === 0) window.localStorage.removeItem(place)
    else window.localStorage.setItem(place, [account, ...unsaved].join(' '))
  }

  async function save(): Promise<void> {
    const owner = account
    const unsaved = owner === null ? [] : unsavedOf(owner)
    if (unsaved.length === 0) return
    const sent: Partial<Look> = Object.fromEntries(unsaved.map((part) => [part, preferences[part]]))
    const { version } = await findPreferences()
    const answer = await patchPreferences(changeOf(sent), version)
    // Whoever has signed out meanwhile, or signed in as somebody else, has another look by now.
    if (account !== owner) return
    queries.setQueryData(preferencesKey, answer)
    preferences.agree(sent)
    note(unsavedOf(owner ?? '').filter((part) => preferences[part] !== sent[part]))
  }

  /** What the account has chosen; nothing where the server does not say, as then everything stays as it is here. */
  const ask = (): Promise<Preferences | null> => findPreferences().catch(() => null)

  /** What could not be saved stays noted, and is tried again with the next change. */
  function saveInTurn(): void {
    void inTurn(save).catch(() => undefined)
  }

  /** Somebody has signed in, or is signed in still. */
  function take(owner: string, kept: Preferences | null): void {
    account = owner
    if (kept === null) return
    queries.setQueryData(preferencesKey, kept)
    const unsaved = unsavedOf(owner)
    const look = settled({ here: preferences.look(), agreed: preferences.agreed(), account: ofAccount(kept), unsaved })
    const isKept = (part: Part): boolean => !unsaved.includes(part)
    preferences.agree({ ...plain, ...ofAccount(kept) })
    for (const part of parts.filter(isKept)) preferences.$patch({ [part]: look[part] })
    if (unsaved.length > 0) saveInTurn()
  }

  function leave(): void {
    account = null
  }

  watch(
    parts.map((part) => () => preferences[part]),
    (now, before) => {
      if (account === null) return
      const agreed = preferences.agreed()
      const chosen = parts.filter((part, at) => now[at] !== before[at] && preferences[part] !== agreed[part])
      if (chosen.length === 0) return
      note([...new Set([...unsavedOf(account), ...chosen])])
      saveInTurn()
    },
    { flush: 'sync' },
  )
  return { ask, take, leave }
})
