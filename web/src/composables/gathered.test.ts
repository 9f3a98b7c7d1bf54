import { describe, expect, it, vi } from 'vitest'
import { gathered } from './gathered'

/** Answers each question with itself and its place. */
const echo = () => vi.fn((asked: string[]) => Promise.resolve(asked.map((word, at) => `${word}${at}`)))

describe('questions of one moment', () => {
  it('go out together, and each is told its own answer', async () => {
    const ask = echo()
    const one = gathered(60, ask)
    expect(await Promise.all([one('a'), one('b')])).toEqual(['a0', 'b1'])
    expect(ask).toHaveBeenCalledTimes(1)
  })

  it('do not wait for those of a later one', async () => {
    const ask = echo()
    const one = gathered(60, ask)
    await one('a')
    expect(await one('b')).toBe('b0')
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it('are no more at once than may be', async () => {
    const ask = echo()
    const one = gathered(60, ask)
    const answers = await Promise.all(Array.from({ length: 61 }, () => one('a')))
    expect(ask.mock.calls.map(([asked]) => asked.length)).toEqual([60, 1])
    expect(answers.at(-1)).toBe('a0')
  })

  it('are all told that it failed', async () => {
    const reason = new Error('no line')
    const one = gathered(60, () => Promise.reject(reason))
    expect(await Promise.allSettled([one('a'), one('b')])).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ])
  })

  it('are told apart where one has no answer', async () => {
    const one = gathered(60, () => Promise.resolve(['a']))
    const [first, second] = await Promise.allSettled([one('a'), one('b')])
    expect([first.status, second.status]).toEqual(['fulfilled', 'rejected'])
  })
})
