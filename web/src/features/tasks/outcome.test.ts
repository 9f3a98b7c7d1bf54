import { expect, it } from 'vitest'
import { ApiError } from '@/api/problem'
import { allRefused, refusedOf } from './outcome'

const closed = { code: 'task.closed', zh: '已经了结', en: 'closed' }

it('tells those refused from those given', () => {
  const items = [
    { id: 'a', assigned: true },
    { id: 'b', assigned: false, refused: closed },
  ]
  expect(refusedOf(items)).toEqual([{ id: 'b', zh: '已经了结', en: 'closed' }])
})

it('knows which of many a refusal of all is about', () => {
  const errors = [
    { pointer: '/ids/0', code: 'task.closed', detail: '已经了结' },
    { pointer: '/ids/1', code: 'task.closed', detail: '已经了结' },
  ]
  const problem = { type: '', title: '', status: 422, detail: '', code: '', errors, trace_id: '' }
  expect(allRefused(new ApiError(422, problem), ['a', 'b'])?.map(({ id }) => id)).toEqual(['a', 'b'])
  expect(allRefused(new ApiError(422, { ...problem, errors: [] }), ['a', 'b'])).toBeNull()
  expect(allRefused(new ApiError(403, null), ['a'])).toBeNull()
})
