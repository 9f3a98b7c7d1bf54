import type { Cell, Method, Result } from './typed'

/** The letter that picks a result: Y 阴性, P positive, R 拒检, E evaded, Q 请假. */
export const letters: readonly { letter: string; result: Result }[] = [
  { letter: 'Y', result: 'negative' },
  { letter: 'P', result: 'positive' },
  { letter: 'R', result: 'refused' },
  { letter: 'E', result: 'evaded' },
  { letter: 'Q', result: 'excused' },
]

/** What ledgers write for a result. */
const results: Partial<Record<string, Result>> = {
  阴: 'negative',
  阴性: 'negative',
  '-': 'negative',
  negative: 'negative',
  阳: 'positive',
  阳性: 'positive',
  '+': 'positive',
  positive: 'positive',
  拒检: 'refused',
  拒绝: 'refused',
  refused: 'refused',
  逃避: 'evaded',
  逃避检测: 'evaded',
  evaded: 'evaded',
  请假: 'excused',
  excused: 'excused',
  无效: 'invalid',
  invalid: 'invalid',
}

const methods: Partial<Record<string, Method>> = {
  尿: 'urine',
  尿检: 'urine',
  尿液: 'urine',
  urine: 'urine',
  毛发: 'hair',
  hair: 'hair',
  唾液: 'saliva',
  saliva: 'saliva',
  血液: 'blood',
  blood: 'blood',
  其他: 'other',
  other: 'other',
}

/** What a column of a pasted block holds; null for one the sheet has no place for. */
export type Heading = Cell | 'name' | null

const headings: Partial<Record<string, Heading>> = {
  姓名: 'name',
  人员: 'name',
  name: 'name',
  检测日期: 'day',
  检测时间: 'day',
  日期: 'day',
  'tested on': 'day',
  检测结果: 'result',
  结果: 'result',
  result: 'result',
  请假文书号: 'document_no',
  文书号: 'document_no',
  检测方式: 'method',
  方式: 'method',
  method: 'method',
}

/** Full-width letters and digits are what a Chinese keyboard often leaves. */
export const plain = (text: string): string => text.normalize('NFKC').trim()

/** The result a key picks. */
export const resultOfKey = (key: string): Result | null =>
  letters.find(({ letter }) => letter === plain(key).toUpperCase())?.result ?? null

/** The result a pasted word means. */
export const resultOf = (text: string): Result | null => {
  const word = plain(text)
  return resultOfKey(word) ?? results[word.toLowerCase()] ?? null
}

export const methodOf = (text: string): Method | null => methods[plain(text).toLowerCase()] ?? null

/** The column a heading names. */
export const columnOf = (text: string): Heading => headings[plain(text).toLowerCase()] ?? null
