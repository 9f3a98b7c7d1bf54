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

/** Answers that say nothing about the record: the same attempt may succeed later, or once the person is signed in again. */
const isPassing = ({ status, problem }: ApiError): boolean =>
  status === 0 ||
  status >= 500 ||
  [401, 408, 425, 429].includes(status) ||
  problem?.code === 'idempotency_key.in_flight'

/** The network or the whole server is away, so the next draft would fare no better. */
const isAway = ({ status }: ApiError): boolean => status !== 500

/** Whether the server may have written though it did not say so. One that is busy, or does not know who asks, has not. */
const isUnclear = ({ status }: ApiError): boolean => status !== 429 && status !== 401

/** An answer that broke off is no answer: what reading it rejects with says nothing about the record. */
const refusalIn = (error: unknown): ApiError => (error instanceof ApiError ? error : new ApiError(0, null))

function reasonsOf(error: ApiError): Record<string, string> {
  const fields = error.fields
  return Object.keys(fields).length > 0 ? fields : { '': error.message }
}

type Send<Made> = (draft: Draft) => Promise<Made>

/** Whether these drafts are still the ones of whoever is signed in. */
type IsCurrent = () => boolean

type Outcome<Made> = { made: Made } | { refused: Draft } | 'gone' | ApiError

/** One draft's attempt: it is gone when the server has it, refused, or waits for what the error says to pass. */
async function attempt<Made>(store: DraftStore, send: Send<Made>, id: string): Promise<Outcome<Made>> {
  // Another tab may have deleted or changed it since it was listed.
  const draft = await store.find(id)
  if (draft === null || draft.state === 'refused') return 'gone'
  // Known before the attempt, as the page may be closed before the answer comes.
  const sent = await store.change(draft, { state: 'unclear' })
  if (sent === null) return 'gone'
  let made: Made
  try {
    made = await send(sent)
  } catch (error) {
    const refusal = refusalIn(error)
    if (!isPassing(refusal)) {
      const refused = await store.change(sent, { state: 'refused', refusal: reasonsOf(refusal) })
      return refused === null ? 'gone' : { refused }
    }
    if (!isUnclear(refusal)) await store.change(sent, { state: draft.state })
    return refusal
  }
  await store.take(sent)
  return { made }
}

/**
 * Sends what waits, oldest first and under its own key. What the server refuses stays with its reason and is not sent
 * again before it was mended; what went unanswered stays as it was, and later records of the same place wait behind it.
 * It stops where somebody else has signed in meanwhile, under whose name nothing of this may be sent.
 */
export async function replay<Made>(
  store: DraftStore,
  send: Send<Made>,
  isCurrent: IsCurrent = () => true,
): Promise<Run<Made>> {
  const run: Run<Made> = { saved: [], refused: [], left: 0 }
  const waiting = (await store.list()).filter(({ state }) => state !== 'refused')
  const held = new Set<string>()
  let isStopped = false
  const sendCurrent: Send<Made> = (draft) => (isCurrent() ? send(draft) : Promise.reject(new ApiError(401, null)))
  for (const draft of waiting) {
    const isHeld: boolean = isStopped || !isCurrent() || held.has(draft.place.id)
    const outcome: Outcome<Made> | null = isHeld ? null : await attempt(store, sendCurrent, draft.id)
    if (outcome === 'gone') continue
    if (outcome !== null && 'refused' in outcome) run.refused.push(outcome.refused)
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
