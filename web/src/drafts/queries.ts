import { body } from '@/api/client'
import { planned as api, type Shapes } from '@/api/contract'
import { once } from '@/api/headers'
import type { Draft } from './draft'

export type Facts = Shapes['CreateInspection']
export type Made = Shapes['Inspection']

/** Sends a record under its key. */
export const sendDraft = ({ id, place, facts }: Draft): Promise<Made> =>
  body(
    api.POST('/api/v1/premises/{id}/inspections', {
      params: { path: { id: place.id }, header: once(id) },
      body: facts,
    }),
  )
