import { expect, it } from 'vitest'
import { pathOf } from './recordPath'

it('shows a record on its own page, or on that of what it belongs to', () => {
  const test = { subject_type: 'test', subject_id: 't', path: '/api/v1/personnel/p/tests/t' }
  expect(pathOf(test)).toBe('/personnel/p')
  expect(pathOf({ subject_type: 'event', subject_id: 'e', path: null })).toBe('/events/e')
  expect(pathOf({ subject_type: 'grid', subject_id: 'g' })).toBeNull()
})
