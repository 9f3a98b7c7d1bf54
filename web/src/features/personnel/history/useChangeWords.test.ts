import { readFileSync } from 'node:fs'
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { i18n } from '@/i18n'
import type { FileChange } from './queries'
import { useChangeWords } from './useChangeWords'

function words(change: Partial<FileChange>): string[] {
  const all = {
    id: 'e1',
    at: '2026-11-26T08:00:00Z',
    actor_kind: 'account',
    name: '周岚',
    action: 'updated',
    record_type: 'tests',
    record_id: 't1',
    version: 2,
    fields: [],
    ...change,
  }
  let told: string[] = []
  const Teller = {
    setup() {
      const { actorOf, deedOf, fieldsOf } = useChangeWords()
      told = [actorOf(all), deedOf(all), fieldsOf(all)]
      return () => null
    },
  }
  mount(Teller, { global: { plugins: [i18n] } })
  return told
}

it('says who did what to which record, and which fields', () => {
  expect(words({ fields: ['result', 'notes'] })).toEqual(['周岚', '修改了检测记录', '检测结果、备注'])
  expect(words({ record_type: 'personnel', fields: ['migrant/away'] })[1]).toBe('修改了档案')
  expect(words({ action: 'withdrawn', fields: ['withdrawn_at'] })).toEqual(['周岚', '撤下了检测记录', ''])
})

it('names the system and the console, and shows as they are the words it does not know', () => {
  expect(words({ actor_kind: 'system', name: null })[0]).toBe('系统')
  expect(words({ actor_kind: 'command_line', name: null })[0]).toBe('管理命令')
  expect(words({ action: 'weighed', record_type: 'scales', fields: ['needle'] })).toEqual([
    '周岚',
    'weighedscales',
    'needle',
  ])
})

/** The records of a file and the facts they are made of. */
const facts = {
  personnel: 'CreatePerson',
  treatments: 'CreateTreatment',
  tests: 'CreateTest',
  visits: 'CreateVisit',
  leaves: 'CreateLeave',
  handovers: 'CreateHandover',
  assessments: 'CreateAssessment',
  stays: 'CreateStay',
  notices: 'CreateNotice',
  special_groups: 'CreateSpecialGroup',
  team_members: 'CreateTeamMember',
  transfers: 'CreateTransfer',
}

interface Document {
  components: { schemas: Record<string, { properties?: Record<string, unknown> }> }
}
const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && 'components' in value

it('has words for every fact of every record of a file', () => {
  const document: unknown = JSON.parse(readFileSync('../openapi/openapi.json', 'utf8'))
  if (!isDocument(document)) throw new TypeError('no document')
  const wordless = Object.entries(facts).flatMap(([record_type, schema]) => {
    const fields = Object.keys(document.components.schemas[schema]?.properties ?? {})
    expect(fields.length).toBeGreaterThan(2)
    return fields
      .filter((field) => words({ record_type, fields: [field] })[2] === field)
      .map((field) => `${record_type}.${field}`)
  })
  expect(wordless).toEqual([])
})
