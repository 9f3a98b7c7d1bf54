import createClient from 'openapi-fetch'
import { ApiError, isProblem } from './problem'
import type { paths } from './schema'
import { bearer, refresh, signedInAgain } from './token'

/** The language of the server's sentences; the session keeps it in step with the page. */
let language = 'zh-CN'

export function speak(locale: string): void {
  language = locale
}

function prepared(request: Request): Request {
  const headers = new Headers(request.headers)
  const token = bearer()
  if (token !== null) headers.set('Authorization', `Bearer ${token}`)
  headers.set('Accept-Language', language)
  return new Request(request, { headers })
}

async function send(request: Request): Promise<Response> {
  const response = await fetch(prepared(request)).catch(() => null)
  if (response === null) throw new ApiError(0, null)
  return response
}

async function refusal(response: Response): Promise<ApiError> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null)
  return new ApiError(response.status, isProblem(body) ? body : null)
}

/**
 * One refresh on 401, then the request again. When the cookie is spent too, the request waits until the person has
 * signed in again, so that nothing typed is lost. Every other refusal is an `ApiError`.
 */
export async function authorisedFetch(request: Request): Promise<Response> {
  const spares = [request.clone(), request.clone()]
  const isSigningIn = new URL(request.url).pathname.includes('/auth/')
  let response = await send(request)
  for (const renew of [refresh, signedInAgain]) {
    const spare = spares.pop()
    if (response.status !== 401 || isSigningIn || spare === undefined) break
    if (await renew()) response = await send(spare)
  }
  if (!response.ok) throw await refusal(response)
  return response
}

export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: authorisedFetch,
  credentials: 'same-origin',
})

/** The body of an answer that has one. `authorisedFetch` has already thrown for every refusal. */
export async function body<T>(answer: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data, response } = await answer
  if (data === undefined) throw new ApiError(response.status, null)
  return data
}

/** Fetches a file with the session's token, as a plain link cannot carry it. */
export async function download(path: string): Promise<Blob> {
  const response = await authorisedFetch(new Request(new URL(path, window.location.origin)))
  return response.blob()
}
