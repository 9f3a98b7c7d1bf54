import { ApiError } from '@/api/problem'
import { newKey } from '@/composables/newKey'
import type { Words } from './request'
import type { TestGrid } from './useTestGrid'

interface Withdrawal {
  person: string
  test: string
  reason: string
  key: string
}

/** Each test has a key of its own, which a repeated attempt uses again: its answer may have been lost on the way. */
const keys = new Map<string, string>()

function keyOf(test: string, reason: string): string {
  const name = `${test} ${reason}`
  const key = keys.get(name) ?? newKey()
  keys.set(name, key)
  return key
}

function wordsOf(error: ApiError): Words[] {
  const detail = error.problem?.detail ?? `HTTP ${error.status}`
  return [{ zh: detail, en: detail }]
}

/**
 * Withdraws what the last saving recorded, one test after the other. What somebody has changed meanwhile stays, with the
 * server's reason in its row; where the network is away the rest waits for another attempt.
 */
export async function takeBack(
  grid: Pick<TestGrid, 'lastRecorded' | 'takenBack'>,
  reason: string,
  withdraw: (one: Withdrawal) => Promise<unknown>,
): Promise<void> {
  for (const { person, test } of grid.lastRecorded.value) {
    try {
      await withdraw({ person, test, reason, key: keyOf(test, reason) })
      grid.takenBack(person)
    } catch (error) {
      if (!(error instanceof ApiError) || error.status === 0 || error.status >= 500) throw error
      grid.takenBack(person, wordsOf(error))
    }
  }
}
