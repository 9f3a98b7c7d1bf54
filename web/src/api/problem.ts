import type { components } from './schema'

export type Problem = components['schemas']['Problem']

/** A refusal of the server, or the absence of one: `status` 0 means that no answer came. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | null,
  ) {
    super(problem?.detail ?? `HTTP ${status}`)
    this.name = 'ApiError'
  }

  /** Messages by field name; nested pointers such as `/counts/reach` become `counts.reach`. */
  get fields(): Record<string, string> {
    const found: Record<string, string> = {}
    for (const { pointer, detail } of this.problem?.errors ?? []) {
      const name = pointer.replace(/^[#/]+/, '').replaceAll('/', '.')
      found[name] = name in found ? `${found[name] ?? ''} ${detail}` : detail
    }
    return found
  }
}

/** Whether a value read from the wire is a problem document. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value
}

/** A refusal of this client's own, at one field, before the server is asked. */
export function refusalOf(pointer: string, code: string, detail: string): ApiError {
  const errors = [{ pointer, code, detail }]
  return new ApiError(422, { type: 'about:blank', title: detail, status: 422, detail, code, errors, trace_id: '' })
}
