import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { queryClient as queries } from '@/query-client'
import type { Permission } from './permissions'
import { resume, setUp, signIn, signOut, whoAmI, type Login, type Me, type SetUp } from './queries'

/** Who is signed in and what they may do. Hiding is courtesy; the API decides. */
export const useSession = defineStore('session', () => {
  const me = ref<Me | null>(null)
  let attempt: Promise<void> | null = null

  const isSignedIn = computed(() => me.value !== null)
  const can = (permission: Permission): boolean => me.value?.capabilities.includes(permission) ?? false

  async function open(): Promise<void> {
    queries.clear()
    me.value = await whoAmI()
  }

  /** Tries the refresh cookie once a page load; a signed-out browser simply stays signed out. */
  function restore(): Promise<void> {
    attempt ??= resume().then(async (isOpen) => {
      if (isOpen) await open()
    })
    return attempt
  }

  function forget(): void {
    me.value = null
    queries.clear()
  }

  async function enter(login: Login): Promise<void> {
    await signIn(login)
    await open()
  }

  async function begin(first: SetUp): Promise<void> {
    await setUp(first)
    await open()
  }

  async function leave(): Promise<void> {
    await signOut()
    forget()
  }

  return { me, isSignedIn, can, restore, forget, enter, begin, leave }
})
