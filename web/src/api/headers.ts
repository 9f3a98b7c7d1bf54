/** The header of a change that rests on a version, and of an intention that must take effect once. */
export const ifMatch = (version: number) => ({ 'If-Match': `"${version}"` })

export const once = (key: string) => ({ 'Idempotency-Key': key })

export const mergePatch = { 'Content-Type': 'application/merge-patch+json' }
