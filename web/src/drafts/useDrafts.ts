import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { newKey } from '@/composables/newKey'
import { queryClient } from '@/query-client'
import { mayMend, type Draft, type Place } from './draft'
import { sendDraft, type Facts, type Made } from './queries'
import { pauseAfter, replay, type Run } from './replay'
import { maySeal } from './seal'
import { memoryStore, sealedStore, type DraftStore } from './store'

/** Absent outside HTTPS, whatever the type says; drafts are then this tab's alone. */
const locks = (): LockManager | null | undefined => navigator.locks

/** Where there are no locks, the last of this tab's own turns. */
let turns: Promise<unknown> = Promise.resolve()

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = turns.then(work)
  turns = mine.catch(() => undefined)
  return mine
}

/** One tab sends or mends at a time; which of them does not matter. */
async function alone<T>(work: () => Promise<T>): Promise<T> {
  return locks()?.request('jindu-drafts', work) ?? inTurn(work)
}

/** What became of a record: the server made it, or it waits here, perhaps refused. */
export type Posted = { made: Made } | { draft: Draft }

/** Why a draft was not mended: it is no longer here, as the server may have it; or it was sent and not answered. */
export type Obstacle = 'gone' | 'unclear'

/** Records that wait for the server: kept through a dead network, sent when it is back, and shown until it has them. */
export const useDrafts = defineStore('drafts', () => {
  const drafts = shallowRef<Draft[]>([])
  const isSending = ref(false)
  const isOnline = ref(navigator.onLine)
  /** Whether drafts outlive the page. */
  const isKept = ref(true)
  /** How many lay here too long and were deleted, until somebody was told. */
  const expired = ref(0)
  const store = shallowRef<DraftStore | null>(null)
  const isReady = computed(() => store.value !== null)
  let opened: string | null = null
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const waiting = computed(() => drafts.value.filter(({ state }) => state !== 'refused'))
  const refused = computed(() => drafts.value.filter(({ state }) => state === 'refused'))

  /** The account's drafts on the device; null where the browser keeps none. */
  async function storeOf(account: string): Promise<DraftStore | null> {
    if (!maySeal()) return null
    try {
      // Read when somebody signs in who may need it, not with the first page.
      const { DraftDatabase } = await import('./database')
      return await sealedStore(new DraftDatabase(), account)
    } catch {
      // Private windows and full disks refuse the database: the drafts then last as long as the page.
      return null
    }
  }

  /** What lies here too long goes first. The store may be closed meanwhile, and another's be open. */
  async function show(): Promise<void> {
    const open = store.value
    if (open === null) return
    const gone = await open.sweep()
    const found = await open.list()
    if (store.value !== open) return
    expired.value += gone
    drafts.value = found
  }

  /** Shows what is here and tries to send it; what fails is tried again later, and is nobody's to handle. */
  const lookAgain = (): Promise<Run<Made> | null> =>
    show()
      .then(() => send())
      .catch(() => {
        later()
        return null
      })

  /** Opens the drafts of whoever is signed in. */
  async function open(account: string): Promise<void> {
    if (opened === account) return
    opened = account
    const found = await storeOf(account)
    if (opened !== account) return
    isKept.value = found !== null
    store.value = found ?? memoryStore()
    await lookAgain()
  }

  function later(): void {
    clearTimeout(timer)
    if (waiting.value.length > 0) timer = setTimeout(() => void lookAgain(), pauseAfter(failures))
  }

  async function meet({ saved, left }: Run<Made>, isCurrent: boolean): Promise<void> {
    if (isCurrent) failures = left > 0 ? failures + 1 : 0
    await show()
    later()
    if (saved.length === 0) return
    for (const kind of ['inspections', 'premises', 'coverage', 'rectifications', 'leads', 'tasks', 'campaigns'])
      void queryClient.invalidateQueries({ queryKey: [kind] })
  }

  /** Sends what waits. Without a network there is nothing to try, unless a person asks for it. */
  async function send(isAsked = false): Promise<Run<Made> | null> {
    const open = store.value
    const isCurrent = (): boolean => store.value === open
    if (open === null || isSending.value || (!isAsked && !isOnline.value)) return null
    isSending.value = true
    try {
      const run = await alone(() => replay(open, sendDraft, isCurrent))
      await meet(run, isCurrent())
      return run
    } finally {
      isSending.value = false
    }
  }

  /** Puts a record into the queue and tries to send it. */
  async function add(place: Place, facts: Facts): Promise<Posted> {
    const newest = drafts.value.at(-1)?.made_at ?? 0
    const made_at = Math.max(Date.now(), newest + 1)
    const draft: Draft = { id: newKey(), made_at, state: 'waiting', revision: 0, place, facts, refusal: {} }
    await current().put(draft)
    return posted(draft)
  }

  /**
   * Changes a draft the server has not taken; it keeps its key, as a refusal made nothing. While it is being sent
   * nothing is changed, and what was sent meanwhile is left as it is.
   */
  async function mend({ id }: Draft, facts: Facts): Promise<Posted | { obstacle: Obstacle }> {
    const open = current()
    const mended = await alone(async (): Promise<Draft | Obstacle> => {
      const draft = await open.find(id)
      if (draft === null) return 'gone'
      if (!mayMend(draft)) return 'unclear'
      return (await open.change(draft, { facts, state: 'waiting', refusal: {} })) ?? 'gone'
    })
    if (typeof mended !== 'string') return posted(mended)
    await show().catch(() => undefined)
    return { obstacle: mended }
  }

  function current(): DraftStore {
    if (store.value === null) throw new TypeError('nobody is signed in')
    return store.value
  }

  /** It is stored by now: whatever fails in sending it, the form must not put it here a second time. */
  async function posted(draft: Draft): Promise<Posted> {
    const run = await lookAgain()
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
    ;[store.value, opened, drafts.value, failures, expired.value] = [null, null, [], 0, 0]
    if (how === 'wipe') await left?.wipe()
  }

  function followNetwork(): () => void {
    const follow = (): void => {
      isOnline.value = navigator.onLine
      failures = 0
      void lookAgain()
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
    seeExpired: () => {
      expired.value = 0
    },
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
