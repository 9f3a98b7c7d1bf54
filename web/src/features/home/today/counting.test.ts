import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/problem'
import { countIn } from './counting'

const { post } = vi.hoisted(() => ({ post: vi.fn() }))
vi.mock('@/api/client', () => ({
  api: { POST: post },
  body: (answer: Promise<{ data: unknown }>) => answer.then(({ data }) => data),
}))

interface Asked {
  body: { lists: { list: string; query: string }[] }
}

beforeEach(() => {
  post.mockReset()
  // Each list holds as much as its place in the request says.
  post.mockImplementation((_path: string, { body }: Asked) =>
    Promise.resolve({ data: { counts: body.lists.map((_, at) => ({ total: at, total_is_lower_bound: false })) } }),
  )
})

describe('counting lists', () => {
  it('asks in one request for what is wanted at once, and tells each its own', async () => {
    const [tasks, places] = await Promise.all([
      countIn('tasks', { state: 'open,missed', returned: true }),
      countIn('premises', { overdue: true }),
    ])
    expect([tasks.total, places.total]).toEqual([0, 1])
    expect(post).toHaveBeenCalledTimes(1)
    expect(post.mock.lastCall?.[1]).toEqual({
      body: {
        lists: [
          { list: 'tasks', query: 'state=open%2Cmissed&returned=true' },
          { list: 'premises', query: 'overdue=true' },
        ],
      },
    })
  })

  it('asks again for what is wanted later', async () => {
    await countIn('tasks', {})
    await countIn('tasks', {})
    expect(post).toHaveBeenCalledTimes(2)
  })

  it('names no more lists at once than the server takes', async () => {
    const counted = await Promise.all(Array.from({ length: 61 }, () => countIn('tasks', {})))
    expect(post).toHaveBeenCalledTimes(2)
    expect(counted.at(-1)?.total).toBe(0)
  })

  it('tells everybody who waits that it failed', async () => {
    const refusal = new ApiError(503, null)
    post.mockImplementation(() => Promise.reject(refusal))
    const answers = await Promise.allSettled([countIn('tasks', {}), countIn('events', {})])
    expect(answers).toEqual([
      { status: 'rejected', reason: refusal },
      { status: 'rejected', reason: refusal },
    ])
  })
})
