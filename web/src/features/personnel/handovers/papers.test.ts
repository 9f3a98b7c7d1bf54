import { expect, it } from 'vitest'
import { checklist, missingPapers, neededFor } from './papers'

it('knows what a receipt calls for, by the reason', () => {
  expect(neededFor(undefined)).toEqual([])
  expect(neededFor('report_in_overdue')).toEqual(['warning_letter', 'overdue_proof'])
  expect(neededFor('evasions')).toEqual(['warning_letter', 'test_notice', 'violation_proof'])
  expect(neededFor('absences')).toEqual(neededFor('absence_days'))
  expect(neededFor('relapse')).toEqual([])
})

it('says what is still missing', () => {
  expect(missingPapers('absences', [{ kind: 'warning_letter' }])).toEqual(['violation_proof'])
  expect(missingPapers('absences', [{ kind: 'violation_proof' }, { kind: 'warning_letter' }])).toEqual([])
  expect(missingPapers('other', [])).toEqual([])
})

it('lists what is needed first, and loses no document handed over twice or besides', () => {
  const papers = [
    { kind: 'other' },
    { kind: 'warning_letter', document_no: '1号' },
    { kind: 'warning_letter', document_no: '2号' },
  ] as const
  expect(checklist('absences', papers)).toEqual([
    { kind: 'warning_letter', at: 1 },
    { kind: 'warning_letter', at: 2 },
    { kind: 'violation_proof', at: null },
    { kind: 'other', at: 0 },
  ])
  expect(checklist(null, papers).map(({ at }) => at)).toEqual([0, 1, 2])
})
