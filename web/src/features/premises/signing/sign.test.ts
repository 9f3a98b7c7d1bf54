import { expect, it } from 'vitest'
import { refusalOf } from '@/api/problem'
import { missingOf, signOf, spread, type Typed } from './sign'

const typed: Typed = {
  role: 'inspector',
  content_hash: 'ab',
  device_time: '2026-11-25T08:00:00Z',
  password: 'p',
  attends: 'drawn',
  attendant: 'occupant',
  name: '房东',
  strokes: 'M0 0L1 1',
  refused_because: '不愿意',
}

it('gives either the drawn signature or the refusal, never both', () => {
  expect(signOf(typed).attendance).toEqual({ role: 'occupant', name: '房东', strokes: 'M0 0L1 1' })
  expect(signOf({ ...typed, attends: 'refused' }).attendance).toEqual({
    role: 'occupant',
    name: '房东',
    refused_because: '不愿意',
  })
})

it('names nobody who was not there, nor where an office signs', () => {
  expect(signOf({ ...typed, attends: 'nobody' })).not.toHaveProperty('attendance')
  expect(signOf({ ...typed, role: 'town_office' })).toEqual({
    role: 'town_office',
    content_hash: 'ab',
    device_time: '2026-11-25T08:00:00Z',
    password: 'p',
  })
})

it('tells whose signatures are missing from who has signed, the next one first', () => {
  expect(missingOf([])).toEqual(['inspector', 'village_head', 'town_office'])
  expect(missingOf([{ role: 'inspector' }, { role: 'occupant' }])).toEqual(['village_head', 'town_office'])
  expect(missingOf([{ role: 'inspector' }, { role: 'village_head' }, { role: 'town_office' }])).toEqual([])
})

it('puts the refusal of a part at the fields that are spread out in the form', () => {
  const at = (pointer: string) => spread(refusalOf(pointer, 'x', 'y'), 'facts')
  expect(at('/facts/inspected_on')).toMatchObject({ fields: { inspected_on: 'y' } })
  expect(at('/reason')).toMatchObject({ fields: { reason: 'y' } })
})
