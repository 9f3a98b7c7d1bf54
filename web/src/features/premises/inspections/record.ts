import { pick } from '@/composables/pick'
import type { Draft } from '@/composables/recordForm'
import { recorded } from './checklist'
import type { Checklist, CreateInspection, Inspection } from './queries'

/** Parts this caller may not see stay out of the form, so that saving cannot overwrite them. */
export function draftOf(inspection: Inspection): { version: number; draft: Draft<CreateInspection> } {
  const plain = pick(inspection, ['inspected_on', 'outcome', 'campaign_id', 'inspector_id', 'is_signed'])
  const sealed = pick(inspection, ['inspector', 'defect_notes', 'checklist', 'warning_signs'])
  const seen = Object.fromEntries(Object.entries(sealed).filter(([name]) => !inspection.masked.includes(name)))
  return { version: inspection.version, draft: { ...plain, ...seen } }
}

/** The facts with every line of the checklist, also of those nobody looked at. */
export function factsOf(facts: CreateInspection, items: Checklist['items'], isAsked: boolean): CreateInspection {
  const lines = facts.checklist ?? []
  return { ...facts, checklist: isAsked ? recorded(items, lines) : recorded([], lines) }
}
