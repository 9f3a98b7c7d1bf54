import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { actsOn, topicsOf } from './topics'

const source = (path: string): string => readFileSync(`../api/src/${path}`, 'utf8')
const snake = (name: string): string => name.replace(/(?!^)[A-Z]/g, '_$&').toLowerCase()

/** Who acts on a topic is said by the server's table alone; the document does not publish it. */
it('are for the same people as the server says', () => {
  const permissions = new Map(
    [...source('platform/auth/capability.rs').matchAll(/^ {4}(\w+) = "([a-z_]+:[a-z_]+)"/gm)].map(([, name, code]) => [
      name,
      code,
    ]),
  )
  const arms = source('notifications/rules.rs').matchAll(/Topic::(\w+) => \(In::\w+, May::(\w+),/g)
  const said = Object.fromEntries([...arms].map(([, topic = '', may]) => [snake(topic), permissions.get(may)]))
  expect(actsOn).toEqual(said)
})

it('are told to nobody who does not act on them', () => {
  expect(topicsOf(() => false)).toEqual([])
  expect(topicsOf((permission) => permission === 'imports:write')).toEqual(['imports_planned', 'imports_finished'])
  expect(topicsOf(() => true)).toHaveLength(16)
})
