import { expect, it } from 'vitest'
import { signOf, type Typed } from './sign'

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
