import { computed, reactive, ref } from 'vue'
import { ApiError } from '@/api/problem'
import { newKey } from '@/composables/newKey'
import { commitImport, planImport, useCommitted, type Import } from './queries'

export interface Ledger {
  file: File
  /** `unclear`: the answer to a writing was lost, so that nobody here knows whether it took effect. */
  state: 'waiting' | 'checking' | 'checked' | 'writing' | 'written' | 'unclear' | 'refused'
  plan: Import | null
  error: ApiError | null
  /** The file on the disk is no longer the one that was chosen. */
  isGone: boolean
  /** The key of the writing, kept until it is answered: repeated under it, a ledger is written once. */
  key: string
}

/** Only a plan without a single wrong or ambiguous row is written with the others. */
export function isClean(plan: Import | null): boolean {
  return plan?.state === 'planned' && plan.counts.invalid === 0 && plan.counts.conflict === 0
}

const isOpen = ({ state, plan }: Ledger): boolean => state === 'checked' && plan?.state === 'planned'

/** One ledger rests on another: files are taken in the order of their names (01…, 02…), as the office numbers them. */
const byName = (one: File, other: File): number => one.name.localeCompare(other.name, 'zh-CN', { numeric: true })

const fresh = (file: File): Ledger => ({
  file,
  state: 'waiting',
  plan: null,
  error: null,
  isGone: false,
  key: newKey(),
})

/** A browser refuses to read a file that was changed or moved after it was chosen, and names no reason. */
const isReadable = (file: File): Promise<boolean> =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    )

const isUnclear = (error: ApiError): boolean => error.status === 0 || error.status >= 500

async function attempt(ledger: Ledger, work: () => Promise<Import>, done: Ledger['state']): Promise<void> {
  ledger.error = null
  try {
    ledger.plan = await work()
    ledger.state = done
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    ledger.error = error
    ledger.state = done === 'written' && isUnclear(error) ? 'unclear' : 'refused'
  }
}

async function check(ledger: Ledger): Promise<void> {
  ledger.state = 'checking'
  await attempt(ledger, () => planImport(ledger.file, newKey()), 'checked')
  ledger.isGone = ledger.error?.status === 0 && !(await isReadable(ledger.file))
}

async function write(ledger: Ledger): Promise<void> {
  const { plan } = ledger
  if (plan === null) return
  ledger.state = 'writing'
  await attempt(ledger, () => commitImport(plan.id, ledger.key), 'written')
}

/**
 * Writes what is clean, in order, and checks the others again as long as anything was written: what a ledger rests on
 * may stand in a file whose name comes later.
 */
async function writeInOrder(ledgers: Ledger[]): Promise<void> {
  for (let isNews = true; isNews;) {
    isNews = false
    let isStale = false
    for (const ledger of ledgers.filter(isOpen)) {
      if (isStale) await check(ledger)
      if (!isClean(ledger.plan)) continue
      await write(ledger)
      if (ledger.state !== 'written') return
      isStale = isNews = true
    }
    if (isNews) for (const ledger of ledgers.filter(isOpen)) await check(ledger)
  }
}

/** Several files in one go: check all, then write one after the other. */
export function useBatch() {
  const ledgers = reactive<Ledger[]>([])
  const isBusy = ref(false)
  const committed = useCommitted()

  async function busily(work: () => Promise<void>): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    try {
      await work()
    } finally {
      isBusy.value = false
      await committed()
    }
  }

  const add = (files: File[]): Promise<void> =>
    busily(async () => {
      ledgers.push(...[...files].sort(byName).map(fresh))
      for (const ledger of ledgers) if (ledger.state === 'waiting') await check(ledger)
    })

  const writeAll = (): Promise<void> => busily(() => writeInOrder(ledgers))

  /** Checks anew what is not written: someone may have mended what it rests on. */
  const checkAgain = (): Promise<void> =>
    busily(async () => {
      for (const ledger of ledgers) if (ledger.state === 'refused' || isOpen(ledger)) await check(ledger)
    })

  /** Whether it was written or not, the same key makes it written once. */
  const tryAgain = (ledger: Ledger): Promise<void> =>
    busily(async () => {
      await (ledger.state === 'unclear' ? write(ledger) : check(ledger))
    })

  /** Leaving now would lose sight of a writing, or leave clean ledgers unwritten. */
  const isUnfinished = computed(
    () =>
      isBusy.value || ledgers.some((ledger) => ledger.state === 'unclear' || (isOpen(ledger) && isClean(ledger.plan))),
  )
  return { ledgers, isBusy, isUnfinished, add, writeAll, checkAgain, tryAgain }
}
