import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { authorisedFetch } from './client'
import { ApiError } from './problem'
import { bearer, keepToken, whenSignedOut } from './token'

const token = (access_token: string) => ({ access_token, token_type: 'Bearer', expires_in: 300 })
const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
const problem = (status: number) =>
  json(status, { code: 'no', detail: '不行', title: '', type: '', status, trace_id: '1' })

const fetched = vi.fn<typeof fetch>()
const signedOut = vi.fn<() => Promise<boolean>>()
const request = (): Request => new Request('http://localhost/api/v1/events', { method: 'POST', body: '{"a":1}' })

const pathOf = (input: RequestInfo | URL): string =>
  new URL(input instanceof Request ? input.url : input, 'http://localhost').pathname
const isRefresh = (input: RequestInfo | URL): boolean => pathOf(input).endsWith('/auth/refresh')

beforeEach(() => {
  fetched.mockReset()
  signedOut.mockReset().mockResolvedValue(false)
  vi.stubGlobal('fetch', fetched)
  whenSignedOut(signedOut)
  keepToken(token('old'))
})
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('an expired token', () => {
  it('is renewed once and the request sent again, body and all', async () => {
    const bodies: string[] = []
    fetched.mockImplementation(async (input) => {
      if (isRefresh(input)) return json(200, token('new'))
      if (!(input instanceof Request)) throw new TypeError('a request is expected')
      bodies.push(await input.text())
      return input.headers.get('Authorization') === 'Bearer new' ? json(200, {}) : problem(401)
    })
    expect((await authorisedFetch(request())).status).toBe(200)
    expect(bodies).toEqual(['{"a":1}', '{"a":1}'])
    expect(signedOut).not.toHaveBeenCalled()
  })

  it('is renewed once for requests made at the same time, as the cookie is good for one', async () => {
    let count = 0
    fetched.mockImplementation((input) => {
      if (isRefresh(input)) {
        count += 1
        return Promise.resolve(json(200, token('new')))
      }
      const isNew = input instanceof Request && input.headers.get('Authorization') === 'Bearer new'
      return Promise.resolve(isNew ? json(200, {}) : problem(401))
    })
    await Promise.all([authorisedFetch(request()), authorisedFetch(request())])
    expect(count).toBe(1)
  })

  it('ends the session when the cookie is spent', async () => {
    fetched.mockImplementation(() => Promise.resolve(problem(401)))
    await expect(authorisedFetch(request())).rejects.toBeInstanceOf(ApiError)
    expect(signedOut).toHaveBeenCalledOnce()
    expect(bearer()).toBeNull()
  })

  it('holds the request until the person has signed in again', async () => {
    fetched.mockImplementation((input) => {
      const isNew = input instanceof Request && input.headers.get('Authorization') === 'Bearer again'
      return Promise.resolve(isNew ? json(200, {}) : problem(401))
    })
    signedOut.mockImplementation(() => {
      keepToken(token('again'))
      return Promise.resolve(true)
    })
    const answers = await Promise.all([authorisedFetch(request()), authorisedFetch(request())])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(signedOut).toHaveBeenCalledOnce()
  })

  it('does not end the session when the server is merely away', async () => {
    fetched.mockImplementation((input) => Promise.resolve(isRefresh(input) ? problem(503) : problem(401)))
    await expect(authorisedFetch(request())).rejects.toMatchObject({ status: 503 })
    expect(signedOut).not.toHaveBeenCalled()
  })
})

it('turns a refusal into its problem document', async () => {
  fetched.mockResolvedValue(problem(422))
  await expect(authorisedFetch(request())).rejects.toMatchObject({ status: 422, problem: { code: 'no' } })
})

it('names fields by their pointers', () => {
  const errors = [
    { pointer: '/id_number', code: 'a', detail: '校验码不对。' },
    { pointer: '/counts/reach', code: 'b', detail: '太大。' },
  ]
  const error = new ApiError(422, { type: '', title: '', status: 422, detail: '', code: 'c', errors, trace_id: '' })
  expect(error.fields).toEqual({ id_number: '校验码不对。', 'counts.reach': '太大。' })
})
