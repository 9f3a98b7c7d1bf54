import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { i18n } from '.'
import { en } from './en'
import { zh } from './zh'

type Tree = { readonly [key: string]: string | Tree }

function leaves(tree: Tree, above = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(above + key, value)
    else for (const [path, words] of leaves(value, `${above}${key}.`)) found.set(path, words)
  }
  return found
}

const chinese = leaves(zh)
const english = leaves(en)
/** The blanks of a sentence; where a language has a singular and a plural, of each of them. */
const placeholders = (words: string): string[] => (words.match(/\{[a-z_]+\}/g) ?? []).sort()
const variants = (words: string): string[] => words.split(' | ').map((one) => placeholders(one).join())

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'i18n' ? [] : sources(path)
    return /\.(vue|ts)$/.test(entry.name) && !entry.name.endsWith('.test.ts') ? [path] : []
  })
}

/** Keys written out in `t('…')`, in a route's title or in the menu. */
function usedKeys(): Set<string> {
  const text = sources('src').map((path) => readFileSync(path, 'utf8'))
  const pattern = /(?:\bt\(\s*|title: |tab: |[?:] t\()'([a-z_]+(?:\.[a-z0-9_]+)+)'/g
  return new Set(text.flatMap((source) => [...source.matchAll(pattern)].flatMap((match) => match[1] ?? [])))
}

describe('the two languages', () => {
  it('have the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
  })

  it('leave no sentence empty', () => {
    const empty = [...chinese, ...english].filter(([, words]) => words.trim() === '')
    expect(empty).toEqual([])
  })

  it('fill the same blanks', () => {
    const different = [...chinese].filter(([key, words]) =>
      variants(english.get(key) ?? '').some((blanks) => blanks !== placeholders(words).join()),
    )
    expect(different).toEqual([])
  })

  it('count one record and two records', () => {
    const { t } = i18n.global
    const say = (locale: 'en' | 'zh-CN', named: Record<string, unknown>): string => t('table.total', named, { locale })
    expect(say('en', { n: 0 })).toBe('0 records')
    expect(say('en', { n: 1 })).toBe('1 record')
    expect(say('en', { n: '1,200', count: 1200 })).toBe('1,200 records')
    expect(say('zh-CN', { n: '1', count: 1 })).toBe('共 1 条')
  })

  it('have every key the pages ask for', () => {
    const used = usedKeys()
    expect(used.size).toBeGreaterThan(200)
    expect([...used].filter((key) => !chinese.has(key))).toEqual([])
  })

  /** Keys put together at run time: code lists, states, fields by their names. */
  it('hold no sentence nobody says', () => {
    const text = sources('src')
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n')
    const builds = [...text.matchAll(/`([a-z_]+\.[a-z_]*)\$\{/g)].map((match) => match[1] ?? '')
    const isBuilt = (key: string): boolean => builds.some((start) => key.startsWith(start))
    const written = new Set([...text.matchAll(/'([a-z_]+(?:\.[a-z0-9_:]+)+)'/gi)].map((match) => match[1]))
    const isSaid = (key: string): boolean => written.has(key) || isBuilt(key)
    expect([...chinese.keys()].filter((key) => !key.startsWith('codes.') && !isSaid(key))).toEqual([])
  })
})
