import { reactive, ref } from 'vue'
import { ApiError } from '@/api/problem'
import { newKey } from '@/composables/newKey'
import { commitImport, planImport, useCommitted, type Import } from './queries'

export interface Ledger {
  file: File
  state: 'waiting' | 'checking' | 'checked' | 'writing' | 'written' | 'refused'
  plan: Import | null
  error: ApiError | null
}

/** Only a plan without a single wrong or ambiguous row is written with the others. */
export function isClean(plan: Import | null): boolean {
  return plan?.state === 'planned' && plan.counts.invalid === 0 && plan.counts.conflict === 0
}

/** One ledger rests on another: files are taken in the order of their names (01…, 02…), as the office numbers them. */
const byName = (one: File, other: File): number => one.name.localeCompare(other.name, 'zh-CN', { numeric: true })

/** Several files in one go: check all, then write one after the other, checking again what rests on what was just written. */
export function useBatch() {
  const ledgers = reactive<Ledger[]>([])
  const isBusy = ref(false)
  const committed = useCommitted()

  async function attempt(
    ledger: Ledger,
    working: Ledger['state'],
    work: () => Promise<Import>,
    done: Ledger['state'],
  ): Promise<void> {
    ledger.state = working
    ledger.error = null
    try {
      ledger.plan = await work()
      ledger.state = done
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      ledger.error = error
      ledger.state = 'refused'
    }
  }

  const check = (ledger: Ledger): Promise<void> =>
    attempt(ledger, 'checking', () => planImport(ledger.file, newKey()), 'checked')

  async function add(files: File[]): Promise<void> {
    const added = [...files].sort(byName).map((file): Ledger => ({ file, state: 'waiting', plan: null, error: null }))
    ledgers.push(...added)
    isBusy.value = true
    for (const ledger of ledgers) if (ledger.state === 'waiting') await check(ledger)
    isBusy.value = false
  }

  async function write(ledger: Ledger): Promise<void> {
    const { plan } = ledger
    if (plan !== null) await attempt(ledger, 'writing', () => commitImport(plan.id, newKey()), 'written')
  }

  /** Writes in order. A ledger that was wrong only because another one was not written yet is checked again first. */
  async function writeAll(): Promise<void> {
    isBusy.value = true
    let isStale = false
    for (const ledger of ledgers) {
      if (ledger.state !== 'checked' || ledger.plan?.state !== 'planned') continue
      if (isStale) await check(ledger)
      if (!isClean(ledger.plan)) continue
      await write(ledger)
      isStale = true
    }
    isBusy.value = false
    await committed()
  }

  return { ledgers, isBusy, add, writeAll }
}
