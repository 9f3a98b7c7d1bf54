import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { i18n } from '@/i18n'
import { deedOf } from './operation'

/** Groups of operations whose answers may tell of persons. */
const tellsOfPersons = ['personnel', 'transfers', 'tasks', 'papers', 'reports', 'reconciliation', 'exports', 'changes']

interface Document {
  paths: Record<string, Record<string, { tags: string[] }>>
}
const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && 'paths' in value && typeof value.paths === 'object'

function operations(): string[] {
  const document: unknown = JSON.parse(readFileSync('../openapi/openapi.json', 'utf8'))
  if (!isDocument(document)) throw new TypeError('no document')
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags }]) => tags.some((tag) => tellsOfPersons.includes(tag)))
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  )
}

it('has words for every operation that may tell of a person', () => {
  const all = [
    ...operations(),
    'GET /api/v1/access-log',
    'POST /api/v1/rules/simulate',
    'GET /api/v1/imports/{id}/rows',
  ]
  expect(all.length).toBeGreaterThan(80)
  expect(all.filter((operation) => deedOf(operation) === null)).toEqual([])
  const unsaid = all.flatMap((operation) => {
    const deed = deedOf(operation)
    if (deed === null) return []
    const keys =
      'particular' in deed ? [`access.did_${deed.particular}`] : [`access.${deed.verb}`, `access.what_${deed.subject}`]
    return keys.filter((key) => !i18n.global.te(key, 'zh-CN') || !i18n.global.te(key, 'en'))
  })
  expect(unsaid).toEqual([])
})

it.each([
  ['GET /api/v1/personnel', { verb: 'see', subject: 'persons' }],
  ['GET /api/v1/personnel/{id}', { verb: 'see', subject: 'person' }],
  ['PATCH /api/v1/personnel/{id}', { verb: 'change', subject: 'person' }],
  ['POST /api/v1/personnel/{id}/tests', { verb: 'enter', subject: 'tests' }],
  ['POST /api/v1/personnel/{id}/tests/{test_id}/withdraw', { verb: 'withdraw', subject: 'tests' }],
  ['GET /api/v1/personnel/{id}/papers/{paper}/{record_id}/document.docx', { verb: 'fetch', subject: 'papers' }],
  ['POST /api/v1/tasks/{id}/confirm', { verb: 'handle', subject: 'tasks' }],
  ['POST /api/v1/personnel/search', { particular: 'search' }],
  ['GET /api/v1/weather', null],
  ['', null],
])('%s is told as it was done', (operation, deed) => {
  expect(deedOf(operation)).toEqual(deed)
})
