import { ApiError, isProblem } from './problem'
import type { components } from './schema'

type Token = components['schemas']['AccessToken']

/** The access token lives in this variable only: never in storage, never in a URL. */
let accessToken: string | null = null
let refreshing: Promise<boolean> | null = null
let onSignedOut: () => Promise<boolean> = () => Promise.resolve(false)
let waiting: Promise<boolean> | null = null

export const bearer = (): string | null => accessToken

export function keepToken(token: Token | null): void {
  accessToken = token?.access_token ?? null
}

/** Called when the refresh cookie no longer opens a session; answers whether the person has signed in again. */
export function whenSignedOut(react: () => Promise<boolean>): void {
  onSignedOut = react
}

function endSession(): Promise<boolean> {
  keepToken(null)
  return onSignedOut()
}

/** Calls refused at the same time wait for one signing in. */
export function signedInAgain(): Promise<boolean> {
  waiting ??= endSession().finally(() => {
    waiting = null
  })
  return waiting
}

function isToken(value: unknown): value is Token {
  return typeof value === 'object' && value !== null && 'access_token' in value
}

async function askForToken(): Promise<boolean> {
  const response = await fetch('/api/v1/auth/refresh', { method: 'POST', credentials: 'same-origin' }).catch(() => null)
  if (response === null) throw new ApiError(0, null)
  const body: unknown = await response.json().catch(() => null)
  if (response.status >= 500 || response.status === 429)
    throw new ApiError(response.status, isProblem(body) ? body : null)
  keepToken(response.ok && isToken(body) ? body : null)
  return accessToken !== null
}

/** Trades the cookie for a token. Calls made at the same time share one exchange, as the cookie is good for one. */
export function refresh(): Promise<boolean> {
  refreshing ??= askForToken().finally(() => {
    refreshing = null
  })
  return refreshing
}
