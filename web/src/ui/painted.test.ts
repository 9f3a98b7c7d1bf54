import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { afterPicture } from './painted'

let draw: FrameRequestCallback[] = []

beforeEach(() => {
  vi.useFakeTimers()
  draw = []
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => draw.push(callback))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function picture(): void {
  for (const callback of draw.splice(0)) callback(0)
}

it('comes after the picture, and once', () => {
  const then = vi.fn()
  afterPicture(then)
  picture()
  expect(then).not.toHaveBeenCalled()
  vi.advanceTimersByTime(0)
  expect(then).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1000)
  expect(then).toHaveBeenCalledTimes(1)
})

it('does not wait for a window that is never drawn', () => {
  const then = vi.fn()
  afterPicture(then)
  vi.advanceTimersByTime(200)
  picture()
  vi.advanceTimersByTime(0)
  expect(then).toHaveBeenCalledTimes(1)
})
