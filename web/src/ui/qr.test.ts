import { expect, it } from 'vitest'
import { qrOf } from './qr'

it('draws the three finders inside a quiet zone of four', () => {
  const { path, size } = qrOf('jindu.example/journal\n42\n')
  const dark = new Set(path.match(/M\d+ \d+/g))
  const isDark = (x: number, y: number): boolean => dark.has(`M${x} ${y}`)
  for (const [x, y] of [
    [4, 4],
    [size - 11, 4],
    [4, size - 11],
  ] as const) {
    expect([isDark(x, y), isDark(x + 6, y + 6), isDark(x + 1, y + 1), isDark(x + 3, y + 3)]).toEqual([
      true,
      true,
      false,
      true,
    ])
  }
  expect([...dark].filter((at) => /M[0-3] |M\d+ [0-3]$/.test(at))).toEqual([])
  expect(qrOf('another').path).not.toBe(path)
})
