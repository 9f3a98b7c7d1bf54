/**
 * The operations of sign-off as agreed between the server and this client, in the shape `openapi-typescript` writes.
 * Once `schema.ts` has them, `planned` is `api`, `Shapes` is `components['schemas']`, and this file goes away: nothing but
 * `queries.ts` files imports it.
 */
import createClient from 'openapi-fetch'
import { authorisedFetch } from './client'
import type { PlannedPaths } from './contract-paths'
import type { paths } from './schema'

export type { Shapes } from './contract-shapes'

export const planned = createClient<Omit<paths, keyof PlannedPaths> & PlannedPaths>({
  baseUrl: window.location.origin,
  fetch: authorisedFetch,
  credentials: 'same-origin',
})
