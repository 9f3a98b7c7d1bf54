import { expect, it } from 'vitest'
import { ApiError } from '@/api/problem'
import { bodyOf, unnested } from './relapse'

it('parts the new file from the measure the decision orders', () => {
  const decision = { kind: 'community_treatment', document_no: '社戒决字1号', decided_on: '2026-08-03' } as const
  const person = { name: '罗会腾', division_code: '990981107201', status: 'community_treatment', notes: '无' } as const
  expect(bodyOf({ ...person, ...decision, received_on: null })).toEqual({
    person,
    treatment: { ...decision, received_on: null, state: 'ordered' },
  })
})

it('brings a refusal to its field, wherever the server says it stands', () => {
  const pointers = ['/person/name', '/treatment/document_no', '/division_code', '/person/migrant/since', '/person']
  const errors = pointers.map((pointer) => ({ pointer, code: 'x', detail: pointer }))
  const problem = { type: 'about:blank', title: '', status: 422, detail: '', code: 'x', trace_id: '', errors }
  const refusal = unnested(new ApiError(422, problem))
  expect(refusal.status).toBe(422)
  expect(Object.keys(refusal.fields)).toEqual(['name', 'document_no', 'division_code', 'migrant.since', 'person'])
  expect(unnested(new ApiError(0, null))).toMatchObject({ status: 0, problem: null })
})
