import { expect, it } from 'vitest'
import { boxOf, longest, pathOf } from './strokes'

it('writes each stroke as a line, a dot as a line to itself', () => {
  const strokes = [
    [
      { x: 1.2, y: 2 },
      { x: 10, y: 20.6 },
    ],
    [{ x: 5, y: 5 }],
  ]
  expect(pathOf(strokes)).toBe('M1 2L10 21M5 5L5 5')
  expect(pathOf(strokes, 2)).toBe('M2 4L20 41M10 10L10 10')
  expect(pathOf([])).toBe('')
})

it('leaves out points that say nothing, but never where a stroke ends', () => {
  const still = [0, 0.2, 0.4, 0.6].map((x) => ({ x, y: 0 }))
  expect(pathOf([still])).toBe('M0 0L1 0')
})

it('stays within what the server takes, however long one draws', () => {
  const scribble = Array.from({ length: 20_000 }, (_, at) => ({ x: (at * 37) % 600, y: (at * 91) % 200 }))
  const path = pathOf([scribble])
  expect(path.length).toBeLessThanOrEqual(longest)
  expect(path.length).toBeGreaterThan(100)
  expect(path).toMatch(/^M0 0L/)
})

it('gives a drawn path the room it needs', () => {
  expect(boxOf('M10 20L590 210')).toBe('0 0 600 220')
  expect(boxOf('')).toBe('0 0 600 70')
})
