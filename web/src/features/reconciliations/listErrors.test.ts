import { expect, it } from 'vitest'
import { ApiError } from '@/api/problem'
import { listErrors } from './listErrors'

it('says which cell of which row a list was refused for', () => {
  const errors = [
    { pointer: '/row/3/姓名', code: 'a', detail: '请填写姓名。' },
    { pointer: '/row/12/', code: 'b', detail: '整行有误。' },
    { pointer: '/file', code: 'c', detail: '这不是名单。' },
  ]
  const problem = { type: '', title: '', status: 422, detail: '', code: '', errors, trace_id: '' }
  expect(listErrors(new ApiError(422, problem))).toEqual([
    { row: '3', column: '姓名', detail: '请填写姓名。' },
    { row: '12', column: '', detail: '整行有误。' },
  ])
  expect(listErrors(new ApiError(0, null))).toEqual([])
  expect(listErrors(null)).toEqual([])
})
