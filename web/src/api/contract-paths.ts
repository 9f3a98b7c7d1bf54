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
type InspectionQuery = NonNullable<paths['/api/v1/inspections']['get']['parameters']['query']>
type PageQuery = NonNullable<paths['/api/v1/premises/{id}/inspections']['get']['parameters']['query']>

/** Paths that are new, and those whose bodies grow. */
export interface PlannedPaths {
  '/api/v1/premises/{id}/inspections': {
    get: Get<Page<Shapes['Inspection']>, Of, PageQuery>
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
}
