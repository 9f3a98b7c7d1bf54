import { api, body } from '@/api/client'
import type { components } from '@/api/schema'
import { ifMatch, mergePatch } from '@/api/headers'
import { keepToken, refresh } from '@/api/token'
import { takeLabels } from '@/i18n/server-labels'

export type Me = components['schemas']['Me']
export type SetUp = components['schemas']['SetUp']
export type SetPassword = components['schemas']['SetPassword']
export type Login = components['schemas']['LogIn']
export type ChangePassword = components['schemas']['ChangePassword']

export type Preferences = components['schemas']['Preferences']
type UpdatePreferences = components['schemas']['UpdatePreferences']

export const resume = refresh

export const whoAmI = (): Promise<Me> => body(api.GET('/api/v1/me'))

/** The code lists are the server's; without its answer the words shipped with the page are used. */
export async function learnWords(): Promise<void> {
  const lists = await body(api.GET('/api/v1/dictionaries')).catch(() => [])
  takeLabels(lists)
}

export const preferencesKey = ['desk', 'preferences']

/** What the account of whoever is signed in has chosen. */
export const findPreferences = (): Promise<Preferences> => body(api.GET('/api/v1/me/preferences'))

export const patchPreferences = (change: UpdatePreferences, version: number): Promise<Preferences> =>
  body(
    api.PATCH('/api/v1/me/preferences', {
      params: { header: ifMatch(version) },
      headers: mergePatch,
      body: change,
    }),
  )

export async function signIn(login: Login): Promise<void> {
  keepToken(await body(api.POST('/api/v1/auth/login', { body: login })))
}

export async function setUp(first: SetUp): Promise<void> {
  keepToken(await body(api.POST('/api/v1/auth/setup', { body: first })))
}

export async function setPassword(chosen: SetPassword): Promise<void> {
  keepToken(await body(api.POST('/api/v1/auth/set-password', { body: chosen })))
}

export async function signOut(): Promise<void> {
  await api.POST('/api/v1/auth/logout')
  keepToken(null)
}

export async function changePassword(change: ChangePassword): Promise<void> {
  await api.POST('/api/v1/me/password', { body: change })
}
