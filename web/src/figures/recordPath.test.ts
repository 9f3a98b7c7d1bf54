import { expect, it } from 'vitest'
import { pathOf } from './recordPath'

it('shows a record on its own page, or on that of what it belongs to', () => {
  const place = { subject_id: 't', owner_id: 'p', division_code: '990981107201' }
  expect(pathOf({ subject_type: 'tests', ...place })).toBe('/personnel/p')
  expect(pathOf({ subject_type: 'inspections', ...place })).toBe('/premises/p')
  expect(pathOf({ subject_type: 'events', ...place, owner_id: null })).toBe('/events/t')
  expect(pathOf({ subject_type: 'divisions', ...place })).toBe('/divisions/990981107201')
  expect(pathOf({ subject_type: 'grids', ...place })).toBeNull()
})
