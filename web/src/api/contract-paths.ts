import type { Page, Shapes } from './contract-shapes'
import type { components, paths } from './schema'

type Known = components['schemas']
type Part<Name extends string, Value> = [Value] extends [never] ? { [N in Name]?: never } : { [N in Name]: Value }
interface Answer<Body> {
  headers: { [name: string]: unknown }
  content: { 'application/json': Body }
}
interface Once {
  'Idempotency-Key'?: string | null
}
interface Matched {
  'If-Match': string
}
type Strings<Name extends string> = { [N in Name]?: string }
interface Paged {
  page?: number
  per_page?: number
}

interface Get<Body, Path = never, Query = never> {
  parameters: Part<'path', Path> & { query?: Query; header?: never; cookie?: never }
  requestBody?: never
  responses: { 200: Answer<Body> }
}
interface Write<Body, Sent, Path, Header> {
  parameters: Part<'path', Path> & { header: Header; query?: never; cookie?: never }
  requestBody: { content: { 'application/json': Sent } }
  responses: { 200: Answer<Body> }
}
interface Act<Body, Path, Header> {
  parameters: Part<'path', Path> & { header: Header; query?: never; cookie?: never }
  requestBody?: never
  responses: { 200: Answer<Body> }
}
type Post<Body, Sent, Path = never> = Write<Body, Sent, Path, Once>
type PostOn<Body, Sent, Path> = Write<Body, Sent, Path, Once & Matched>
interface Patch<Body, Sent, Path> {
  parameters: Part<'path', Path> & { header: Matched; query?: never; cookie?: never }
  requestBody: { content: { 'application/merge-patch+json': Partial<Sent> } }
  responses: { 200: Answer<Body> }
}
interface Of {
  id: Known['Id']
}
interface Reason {
  reason: string
}
type PremisesQuery = NonNullable<paths['/api/v1/premises']['get']['parameters']['query']>
type InspectionQuery = NonNullable<paths['/api/v1/inspections']['get']['parameters']['query']>
type Listed<T, Name extends string = never, Path = never> = Get<Page<T>, Path, Paged & Strings<Name>>

/** Paths that are new, and those whose bodies grow. */
export interface PlannedPaths {
  '/api/v1/premises': {
    get: Get<
      Page<Shapes['Premises']>,
      never,
      PremisesQuery & { proposed?: boolean; overdue?: boolean; merged_into?: string }
    >
    post: Post<Shapes['Premises'], Shapes['CreatePremises']>
  }
  '/api/v1/premises/{id}': {
    get: Get<Shapes['Premises'], Of>
    patch: Patch<Shapes['Premises'], Shapes['CreatePremises'], Of>
  }
  '/api/v1/premises/checklists': { get: Get<{ items: Shapes['Checklist'][] }> }
  '/api/v1/premises/precursor-duties': { get: Get<Shapes['PrecursorDuties'][]> }
  '/api/v1/premises/proposals': { post: Post<Shapes['Premises'], Shapes['CreatePremises']> }
  '/api/v1/premises/{id}/accept': { post: Act<Shapes['Premises'], Of, Once & Matched> }
  '/api/v1/premises/{id}/merge': { post: PostOn<Shapes['Premises'], Shapes['Merge'], Of> }
  '/api/v1/premises/{id}/unmerge': { post: PostOn<Shapes['Premises'], Reason, Of> }
  '/api/v1/premises/{id}/inspections': {
    get: Listed<Shapes['Inspection'], never, Of>
    post: Post<Shapes['Inspection'], Shapes['CreateInspection'], Of>
  }
  '/api/v1/inspections': { get: Get<Page<Shapes['Inspection']>, never, InspectionQuery & { haste?: boolean }> }
  '/api/v1/inspections/{id}': {
    get: Get<Shapes['Inspection'], Of>
    patch: Patch<Shapes['Inspection'], Shapes['CreateInspection'], Of>
  }
  '/api/v1/inspections/{id}/signing': { get: Get<Shapes['Signing'], Of> }
  '/api/v1/inspections/{id}/sign': { post: PostOn<Shapes['Inspection'], Shapes['Sign'], Of> }
  '/api/v1/inspections/{id}/correct': { post: PostOn<Shapes['Inspection'], Shapes['Correct'], Of> }
  '/api/v1/inspections/{id}/rectification': {
    post: Post<Shapes['Rectification'], Shapes['CreateRectification'], Of>
  }
  '/api/v1/rectifications': {
    get: Listed<Shapes['Rectification'], 'division' | 'state' | 'premises' | 'severity'>
  }
  '/api/v1/rectifications/{id}': {
    get: Get<Shapes['Rectification'], Of>
    patch: Patch<Shapes['Rectification'], Shapes['CreateRectification'], Of>
  }
  '/api/v1/rectifications/{id}/withdraw': { post: PostOn<undefined, Reason, Of> }
  '/api/v1/rectifications/{id}/refer': { post: PostOn<Shapes['Rectification'], Shapes['Refer'], Of> }
  '/api/v1/leads': { get: Listed<Shapes['Lead'], 'state' | 'division'> }
  '/api/v1/leads/{id}': { get: Get<Shapes['Lead'], Of> }
  '/api/v1/leads/{id}/receive': { post: PostOn<Shapes['Lead'], Shapes['Receive'], Of> }
  '/api/v1/campaigns/{id}/units/freeze': { post: Post<Shapes['Frozen'], Shapes['Freeze'], Of> }
  '/api/v1/campaigns/{id}/units': { get: Listed<Shapes['Unit'], 'division' | 'outcome' | 'assignee' | 'q', Of> }
  '/api/v1/campaigns/{id}/units/{premises_id}/exclude': { post: PostOn<Shapes['Unit'], Reason, OfUnit> }
  '/api/v1/campaigns/{id}/units/{premises_id}/include': { post: Act<Shapes['Unit'], OfUnit, Once & Matched> }
  '/api/v1/campaigns/{id}/units/assign': { post: Post<{ assigned: number }, Shapes['AssignUnits'], Of> }
  '/api/v1/campaigns/{id}/coverage': { get: Get<Shapes['Coverage'], Of, Strings<'division'>> }
  '/api/v1/campaigns/{id}/gaps': { get: Listed<Shapes['Gap'], 'division', Of> }
  '/api/v1/campaigns/{id}/gaps/tasks': { post: Post<Shapes['MadeTasks'], Shapes['GapTasks'], Of> }
  '/api/v1/campaigns/{id}/sheet': { get: Get<Shapes['Sheet'], Of, { division: string }> }
  '/api/v1/campaigns/{id}/sheet/records': { post: Post<Shapes['SheetAnswer'], Shapes['SheetRecords'], Of> }
  '/api/v1/coverage': { get: Get<Shapes['Board'], never, Strings<'division' | 'from' | 'to'>> }
  '/api/v1/coverage/gaps': { get: Listed<Shapes['Gap'], 'division' | 'from' | 'to'> }
  '/api/v1/journal/heads': { get: Get<Page<Shapes['Head']>, never, Paged & { after?: number }> }
  '/api/v1/journal/heads/latest': { get: Get<Shapes['Head']> }
  '/api/v1/journal/key': { get: Get<Shapes['JournalKey']> }
  '/api/v1/access-log': { get: Listed<Shapes['Access'], 'person' | 'account' | 'from' | 'to'> }
}

interface OfUnit extends Of {
  premises_id: Known['Id']
}
