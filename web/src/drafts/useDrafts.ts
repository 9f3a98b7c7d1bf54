import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { newKey } from '@/composables/newKey'
import { queryClient } from '@/query-client'
import type { DraftDatabase } from './database'
import type { Draft, Place } from './draft'
import { sendDraft, type Facts, type Made } from './queries'
import { pauseAfter, replay, type Run } from './replay'
import { maySeal } from './seal'
import { memoryStore, sealedStore, sweep, type DraftStore } from './store'

/** Absent outside HTTPS, whatever the type says; drafts are then this tab's alone. */
const locks = (): LockManager | null | undefined => navigator.locks

/** One tab sends at a time; which of them does not matter. */
async function alone<T>(work: () => Promise<T>): Promise<T> {
  return locks()?.request('jindu-drafts', work) ?? work()
}

/** What became of a record: the server made it, or it waits here, perhaps refused. */
export type Posted = { made: Made } | { draft: Draft }

/** Records that wait for the server: kept through a dead network, sent when it is back, and shown until it has them. */
export const useDrafts = defineStore('drafts', () => {
  const drafts = shallowRef<Draft[]>([])
  const isSending = ref(false)
  const isOnline = ref(navigator.onLine)
  /** Whether drafts outlive the page. */
  const isKept = ref(true)
  /** How many lay here too long and were deleted. */
  const expired = ref(0)
  const store = shallowRef<DraftStore | null>(null)
  const isReady = computed(() => store.value !== null)
  let opened: string | null = null
  let database: DraftDatabase | null = null
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const waiting = computed(() => drafts.value.filter(({ state }) => state !== 'refused'))
  const refused = computed(() => drafts.value.filter(({ state }) => state === 'refused'))

  async function storeOf(account: string): Promise<DraftStore> {
    if (maySeal()) {
      try {
        // Read when somebody signs in who may need it, not with the first page.
        const { DraftDatabase } = await import('./database')
        const fresh = new DraftDatabase()
        expired.value += await sweep(fresh, Date.now())
        const found = await sealedStore(fresh, account)
        database = fresh
        return found
      } catch {
        // Private windows and full disks refuse the database: the drafts then last as long as the page.
      }
    }
    isKept.value = false
    return memoryStore()
  }

  async function show(): Promise<void> {
    drafts.value = (await store.value?.list()) ?? []
  }

  /** Coming back to the page: another tab may have sent, and what lay here too long goes. */
  async function lookAgain(): Promise<void> {
    if (database !== null) expired.value += await sweep(database, Date.now())
    await show()
    await send()
  }

  /** Opens the drafts of whoever is signed in. */
  async function open(account: string): Promise<void> {
    if (opened === account) return
    opened = account
    isKept.value = true
    store.value = await storeOf(account)
    await show()
    await send()
  }

  function later(): void {
    clearTimeout(timer)
    if (waiting.value.length > 0) timer = setTimeout(() => void send(), pauseAfter(failures))
  }

  async function meet({ saved, left }: Run<Made>): Promise<void> {
    failures = left > 0 ? failures + 1 : 0
    await show()
    later()
    if (saved.length === 0) return
    for (const kind of ['inspections', 'premises', 'coverage', 'rectifications', 'leads', 'tasks', 'campaigns'])
      void queryClient.invalidateQueries({ queryKey: [kind] })
  }

  /** Sends what waits. Without a network there is nothing to try, unless a person asks for it. */
  async function send(isAsked = false): Promise<Run<Made> | null> {
    const open = store.value
    if (open === null || isSending.value || (!isAsked && !isOnline.value)) return null
    isSending.value = true
    try {
      const run = await alone(() => replay(open, sendDraft))
      await meet(run)
      return run
    } finally {
      isSending.value = false
    }
  }

  /** Puts a record into the queue and tries to send it. */
  function add(place: Place, facts: Facts): Promise<Posted> {
    const newest = drafts.value.at(-1)?.made_at ?? 0
    const made_at = Math.max(Date.now(), newest + 1)
    return put({ id: newKey(), made_at, state: 'waiting', place, facts, refusal: {} })
  }

  /** Changes a draft the server has not taken; it keeps its key, as a refusal made nothing. */
  const mend = (draft: Draft, facts: Facts): Promise<Posted> => put({ ...draft, facts, state: 'waiting', refusal: {} })

  async function put(draft: Draft): Promise<Posted> {
    if (store.value === null) throw new TypeError('nobody is signed in')
    await store.value.put(draft)
    await show()
    const run = await send()
    const made = run?.saved.find((one) => one.draft.id === draft.id)?.made
    return made === undefined ? { draft: find(draft.id) ?? draft } : { made }
  }

  async function remove(id: string): Promise<void> {
    await store.value?.remove(id)
    await show()
  }

  const find = (id: string): Draft | undefined => drafts.value.find((draft) => draft.id === id)

  /** Lets go of the drafts; `wipe` also takes them off the device. */
  async function close(how: 'wipe' | 'keep'): Promise<void> {
    clearTimeout(timer)
    const left = store.value
    ;[store.value, opened, drafts.value, failures] = [null, null, [], 0]
    if (how === 'wipe') await left?.wipe()
  }

  function followNetwork(): () => void {
    const follow = (): void => {
      isOnline.value = navigator.onLine
      failures = 0
      void send()
    }
    const look = (): void => {
      if (document.visibilityState === 'visible') void lookAgain()
    }
    const warn = (event: BeforeUnloadEvent): void => {
      if (!isKept.value && drafts.value.length > 0) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    window.addEventListener('online', follow)
    window.addEventListener('offline', follow)
    document.addEventListener('visibilitychange', look)
    return () => {
      window.removeEventListener('beforeunload', warn)
      window.removeEventListener('online', follow)
      window.removeEventListener('offline', follow)
      document.removeEventListener('visibilitychange', look)
    }
  }

  return {
    drafts,
    waiting,
    refused,
    isSending,
    isOnline,
    isReady,
    isKept,
    expired,
    open,
    add,
    mend,
    remove,
    find,
    close,
    followNetwork,
    sendNow: () => {
      failures = 0
      return send(true)
    },
  }
})
