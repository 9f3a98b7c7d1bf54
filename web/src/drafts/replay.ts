import { ApiError } from '@/api/problem'
import type { Draft } from './draft'
import type { DraftStore } from './store'

/** What one run came to. */
export interface Run<Made> {
  saved: { draft: Draft; made: Made }[]
  refused: Draft[]
  /** Drafts that still wait for an answer. */
  left: number
}

/** Answers that say nothing about the record: the same attempt may succeed later. */
const isPassing = ({ status, problem }: ApiError): boolean =>
  status === 0 || status >= 500 || [408, 425, 429].includes(status) || problem?.code === 'idempotency_key.in_flight'

/** The network or the whole server is away, so the next draft would fare no better. */
const isAway = ({ status }: ApiError): boolean => status !== 500

/** Whether the server may have written though it did not say so. A busy server that turned it away has not. */
const isUnclear = ({ status }: ApiError): boolean => status !== 429

function reasonsOf(error: ApiError): Record<string, string> {
  const fields = error.fields
  return Object.keys(fields).length > 0 ? fields : { '': error.message }
}

type Send<Made> = (draft: Draft) => Promise<Made>

type Outcome<Made> = { made: Made } | 'refused' | ApiError

/** One draft's attempt: it is gone when the server has it, refused, or waits for what the error says to pass. */
async function attempt<Made>(store: DraftStore, send: Send<Made>, draft: Draft): Promise<Outcome<Made>> {
  // Known before the attempt, as the page may be closed before the answer comes.
  await store.put({ ...draft, state: 'unclear' })
  let made: Made
  try {
    made = await send(draft)
  } catch (error) {
    if (!(error instanceof ApiError)) {
      await store.put(draft)
      throw error
    }
    if (!isPassing(error)) {
      await store.put({ ...draft, state: 'refused', refusal: reasonsOf(error) })
      return 'refused'
    }
    if (!isUnclear(error)) await store.put(draft)
    return error
  }
  await store.remove(draft.id)
  return { made }
}

/**
 * Sends what waits, oldest first and under its own key. What the server refuses stays with its reason and is not sent
 * again before it was mended; what went unanswered stays as it was, and later records of the same place wait behind it.
 */
export async function replay<Made>(store: DraftStore, send: Send<Made>): Promise<Run<Made>> {
  const run: Run<Made> = { saved: [], refused: [], left: 0 }
  const waiting = (await store.list()).filter(({ state }) => state !== 'refused')
  const held = new Set<string>()
  let isStopped = false
  for (const draft of waiting) {
    const outcome: Outcome<Made> | null =
      isStopped || held.has(draft.place.id) ? null : await attempt(store, send, draft)
    if (outcome === 'refused') run.refused.push(draft)
    else if (outcome !== null && 'made' in outcome) run.saved.push({ draft, made: outcome.made })
    else {
      run.left += 1
      held.add(draft.place.id)
      isStopped ||= outcome !== null && isAway(outcome)
    }
  }
  return run
}

/** How long to wait before the next attempt: 5 s, 10 s, 20 s … five minutes. */
export const pauseAfter = (failures: number): number => Math.min(5000 * 2 ** Math.max(failures - 1, 0), 300_000)
