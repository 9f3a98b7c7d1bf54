import type { CodeLists } from '@/i18n/code-lists'
import { codes } from '@/i18n/zh/codes'

/** The text, if it is one of the words allowed; an address typed by hand may hold anything. */
export function oneOf<T extends string>(allowed: readonly T[], text: string | undefined): T | undefined {
  return allowed.find((word) => word === text)
}

/** The text as a code of a list. */
export function codeOf<List extends keyof CodeLists>(
  list: List,
  text: string | undefined,
): CodeLists[List] | undefined {
  const isCode = (word: string): word is CodeLists[List] => word in codes[list]
  return text !== undefined && isCode(text) ? text : undefined
}

/** `true` and `false` as they stand in an address. */
export const flag = (text: string | undefined): boolean | undefined =>
  text === undefined ? undefined : text === 'true'
