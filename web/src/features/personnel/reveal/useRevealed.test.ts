import { effectScope, nextTick, ref } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Revealed } from './queries'
import { useRevealed } from './useRevealed'

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-06-01T02:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const revealed: Revealed = {
  id: 'a',
  person_id: 'p',
  id_number: '990981199507250023',
  expires_in: 600,
}

const inScope = (person: () => string) => {
  const made = effectScope().run(() => useRevealed(person))
  if (!made) throw new Error('the scope runs')
  return made
}

test('what is shown goes when its ten minutes are over', () => {
  const { valueOf, show } = inScope(() => 'p')
  expect(valueOf('id_number')).toBeUndefined()
  show(revealed)
  vi.advanceTimersByTime(599_000)
  expect(valueOf('id_number')).toBe('990981199507250023')
  expect(valueOf('phone')).toBeUndefined()
  vi.advanceTimersByTime(1_000)
  expect(valueOf('id_number')).toBeUndefined()
})

test('shown again it has its time anew', () => {
  const { valueOf, show } = inScope(() => 'p')
  show(revealed)
  vi.advanceTimersByTime(300_000)
  show(revealed)
  vi.advanceTimersByTime(599_000)
  expect(valueOf('id_number')).toBe('990981199507250023')
})

test('nothing of one person stands on the page of another', async () => {
  const person = ref('p')
  const { valueOf, show } = inScope(() => person.value)
  show(revealed)
  person.value = 'q'
  await nextTick()
  expect(valueOf('id_number')).toBeUndefined()
})

test('a machine that slept through the ten minutes shows it no more', () => {
  const { valueOf, show } = inScope(() => 'p')
  show(revealed)
  vi.setSystemTime(new Date('2026-06-01T02:11:00Z'))
  document.dispatchEvent(new Event('visibilitychange'))
  expect(valueOf('id_number')).toBeUndefined()
})
