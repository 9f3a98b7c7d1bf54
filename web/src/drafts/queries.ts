import { api, body } from '@/api/client'
import { once } from '@/api/headers'
import type { components } from '@/api/schema'
import type { Draft } from './draft'

type Schemas = components['schemas']
export type Facts = Schemas['CreateInspection']
export type Made = Schemas['Inspection']

/** Sends a record under its key. */
export const sendDraft = ({ id, place, facts }: Draft): Promise<Made> =>
  body(
    api.POST('/api/v1/premises/{id}/inspections', {
      params: { path: { id: place.id }, header: once(id) },
      body: facts,
    }),
  )
