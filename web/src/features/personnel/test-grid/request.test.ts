import { describe, expect, it } from 'vitest'
import { ApiError } from '@/api/problem'
import { gapsOf, outcomesOf, refusalsOf, requestOf } from './request'
import { blank, type Typed } from './typed'

const typed = (part: Partial<Typed>): Typed => ({ ...blank, ...part })
const month = '2026-11'

describe('a row', () => {
  it('tells what keeps it from being sent', () => {
    expect(gapsOf(typed({}), month)).toEqual(['day_missing', 'result_missing'])
    expect(gapsOf(typed({ day: '31', unread: '弱阳' }), month)).toEqual(['day_wrong', 'result_unread'])
    expect(gapsOf(typed({ day: '5', result: 'excused' }), month)).toEqual(['document_missing'])
    expect(gapsOf(typed({ day: '5', result: 'excused', document_no: '请假条3号' }), month)).toEqual([])
    expect(gapsOf(typed({ day: '5', result: 'negative' }), month)).toEqual([])
  })
})

describe('the request', () => {
  it('holds every whole row that was changed, in the order of the sheet', () => {
    const sheet = {
      c: typed({ day: '7', result: 'excused', document_no: ' 请假条3号 ' }),
      a: typed({ day: '5', result: 'negative', document_no: '写错的' }),
      b: typed({ day: '6' }),
      gone: typed({ day: '6', result: 'negative' }),
    }
    expect(requestOf(sheet, ['a', 'b', 'c', 'd'], month)).toEqual([
      { person_id: 'a', test: { tested_on: '2026-11-05', result: 'negative', method: 'urine', document_no: null } },
      {
        person_id: 'c',
        test: { tested_on: '2026-11-07', result: 'excused', method: 'urine', document_no: '请假条3号' },
      },
    ])
  })

  it('is no longer than the server takes', () => {
    const people = Array.from({ length: 230 }, (_, index) => String(index))
    const sheet = Object.fromEntries(people.map((person) => [person, typed({ day: '5', result: 'negative' })]))
    expect(requestOf(sheet, people, month)).toHaveLength(200)
  })
})

describe('what became of it', () => {
  const sent = requestOf(
    { a: typed({ day: '5', result: 'negative' }), b: typed({ day: '6', result: 'negative' }) },
    ['a', 'b'],
    month,
  )

  it('is marked row by row', () => {
    const outcomes = outcomesOf(sent, [
      { person_id: 'a', test_id: 't', refused: [] },
      { person_id: 'b', refused: [{ code: 'x', zh: '不能晚于今天', en: 'in the future' }] },
    ])
    expect(outcomes.get('a')).toEqual({ kind: 'recorded', test: 't', reasons: [] })
    expect(outcomes.get('b')).toEqual({ kind: 'refused', reasons: [{ zh: '不能晚于今天', en: 'in the future' }] })
  })

  it('is read from a refusal of all, and of no other error', () => {
    const errors = [
      { pointer: '/items/0/test/tested_on', code: 'x', detail: '不能晚于今天' },
      { pointer: '/items/1/person_id', code: 'y', detail: '没有此人' },
      { pointer: '/items/1/test', code: 'z', detail: '还有一处' },
    ]
    const problem = { type: '', title: '', status: 422, detail: '', code: '', errors, trace_id: '' }
    const outcomes = refusalsOf(sent, new ApiError(422, problem))
    expect(outcomes?.get('a')).toEqual({ kind: 'refused', reasons: [{ zh: '不能晚于今天', en: '不能晚于今天' }] })
    expect(outcomes?.get('b')).toMatchObject({ reasons: [{ zh: '没有此人' }, { zh: '还有一处' }] })
    expect(refusalsOf(sent, new ApiError(422, { ...problem, errors: [] }))).toBeNull()
    expect(refusalsOf(sent, new ApiError(0, null))).toBeNull()
  })
})
