import { ApiError } from '@/api/problem'

/** What became of one of many duties given at once. */
export interface Refused {
  id: string
  zh: string
  en: string
}

/** One that was refused, in words: whose and what, and why. */
export interface RefusedLine {
  id: string
  what: string
  why: string
}

interface Item {
  id: string
  refused?: { zh: string; en: string } | null
}

/** Those refused of a mixed answer. */
export const refusedOf = (items: readonly Item[]): Refused[] =>
  items.flatMap(({ id, refused }) => (refused ? { id, zh: refused.zh, en: refused.en } : []))

/** When none could be given the whole is a refusal, with a word for each by its place in the request. */
export function allRefused(error: unknown, ids: readonly string[]): Refused[] | null {
  if (!(error instanceof ApiError) || error.status !== 422) return null
  const found = (error.problem?.errors ?? []).flatMap(({ pointer, detail }) => {
    const id = ids[Number(/^[#/]*ids\/(\d+)$/.exec(pointer)?.[1])]
    return id === undefined ? [] : { id, zh: detail, en: detail }
  })
  return found.length > 0 ? found : null
}
