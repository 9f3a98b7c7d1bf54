import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { closeForms, openForms } from '@/drafts/forms'
import { useDrafts } from '@/drafts/useDrafts'
import { queryClient as queries } from '@/query-client'
import { useKeptLook } from './keptLook'
import type { Permission } from './permissions'
import {
  learnWords,
  resume,
  setPassword,
  setUp,
  signIn,
  signOut,
  whoAmI,
  type Login,
  type Me,
  type SetPassword,
  type SetUp,
} from './queries'

/** Who is signed in and what they may do. Hiding is courtesy; the API decides. */
export const useSession = defineStore('session', () => {
  const me = ref<Me | null>(null)
  /** Tells the calls that wait whether the person has signed in again. While it is set, the page asks for the password. */
  const resolveLapse = shallowRef<((isBack: boolean) => void) | null>(null)
  let attempt: Promise<void> | null = null

  const isSignedIn = computed(() => me.value !== null)
  const hasLapsed = computed(() => resolveLapse.value !== null)
  const can = (permission: Permission): boolean => me.value?.capabilities.some((one) => one === permission) ?? false

  async function open(): Promise<void> {
    queries.clear()
    const keptLook = useKeptLook()
    const [who, chosen] = await Promise.all([whoAmI(), keptLook.ask(), learnWords()])
    openForms(who.account_id)
    keptLook.take(who.account_id, chosen)
    me.value = who
  }

  /**
   * Tries the refresh cookie once a page load; a server that did not answer is asked again at the next page. `ahead` is
   * done as soon as there is a session, while the server is still asked whose it is.
   */
  function restore(ahead: () => void = () => undefined): Promise<void> {
    attempt ??= resume().then(
      async (isOpen) => {
        if (!isOpen) return
        // The questions are on their way before the page's files keep a slow machine busy.
        const opened = open()
        ahead()
        await opened
      },
      (error: unknown) => {
        attempt = null
        throw error
      },
    )
    return attempt
  }

  /** The session has ended under an open page: it stays as it is until the same person is back, or leaves. */
  function lapse(): Promise<boolean> {
    if (me.value === null) return Promise.resolve(false)
    return new Promise((resolve) => {
      resolveLapse.value = resolve
    })
  }

  function settle(isBack: boolean): void {
    resolveLapse.value?.(isBack)
    resolveLapse.value = null
  }

  /** Leaves nothing of anyone's in this page, nor on the device; drafts may stay, sealed, for whoever comes back. */
  async function forget(drafts: 'wipe' | 'keep' = 'wipe'): Promise<void> {
    settle(false)
    me.value = null
    useKeptLook().leave()
    queries.clear()
    await Promise.all([useDrafts().close(drafts), closeForms(drafts)])
  }

  async function enter(login: Login): Promise<void> {
    await signIn(login)
    await open()
  }

  /** Signing in over the open page, which belongs to whoever opened it. */
  async function enterAgain(password: string): Promise<void> {
    await signIn({ username: me.value?.username ?? '', password })
    settle(true)
  }

  async function begin(first: SetUp): Promise<void> {
    await setUp(first)
    await open()
  }

  async function enterByCode(chosen: SetPassword): Promise<void> {
    await setPassword(chosen)
    await open()
  }

  return { me, isSignedIn, hasLapsed, can, restore, lapse, forget, enter, enterAgain, enterByCode, begin, end: signOut }
})
