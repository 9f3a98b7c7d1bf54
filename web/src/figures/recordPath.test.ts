import { expect, it } from 'vitest'
import { pathOf } from './recordPath'

const place = { subject_id: 't', owner_id: 'p', division_code: '990981107201' }
const anything = (): boolean => true

it('shows a record on its own page, or on that of what it belongs to', () => {
  expect(pathOf({ subject_type: 'tests', ...place }, anything)).toBe('/personnel/p')
  expect(pathOf({ subject_type: 'leaves', ...place }, anything)).toBe('/personnel/p')
  expect(pathOf({ subject_type: 'handovers', ...place }, anything)).toBe('/personnel/p')
  expect(pathOf({ subject_type: 'tasks', ...place }, anything)).toBe('/personnel/p#tasks')
  expect(pathOf({ subject_type: 'inspections', ...place }, anything)).toBe('/inspections/t')
  expect(pathOf({ subject_type: 'rectifications', ...place }, anything)).toBe('/rectifications')
  expect(pathOf({ subject_type: 'events', ...place, owner_id: null }, anything)).toBe('/events/t')
  expect(pathOf({ subject_type: 'divisions', ...place }, anything)).toBe('/divisions/990981107201')
  expect(pathOf({ subject_type: 'roster', ...place }, anything)).toBeNull()
})

it('leads nowhere the caller may not go', () => {
  const isLeader = (permission: string): boolean => permission === 'events:read'
  expect(pathOf({ subject_type: 'personnel', ...place }, isLeader)).toBeNull()
  expect(pathOf({ subject_type: 'tests', ...place }, isLeader)).toBeNull()
  expect(pathOf({ subject_type: 'events', ...place }, isLeader)).toBe('/events/t')
})
