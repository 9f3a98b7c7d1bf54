/** Whether two drafts' values say the same; drafts hold JSON only. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
}

/** An independent copy of a draft. (`structuredClone` is newer than the offices' browsers.) */
export function copy<D extends object>(draft: D): D {
  const isCopy = (value: unknown): value is D => isSame(value, draft)
  const twin: unknown = JSON.parse(JSON.stringify(draft))
  if (!isCopy(twin)) throw new TypeError('a draft holds JSON only')
  return twin
}

/** The merge-patch that turns `before` into `after`: what did not change is absent, what was emptied is null. */
export function changes<B extends object>(before: { [K in keyof B]?: B[K] | null }, after: B): Partial<B> {
  const patch: Partial<B> = {}
  for (const key in after) {
    if (!isSame(before[key], after[key])) patch[key] = after[key]
  }
  return patch
}

/**
 * Three-way merge after a 412: fields left alone take the latest value, fields changed here keep what was typed.
 * Returns the names of the fields both sides changed to different values.
 */
export function rebase<D extends object>(draft: D, original: D, latest: D): (keyof D & string)[] {
  const both: (keyof D & string)[] = []
  for (const key in latest) {
    if (isSame(original[key], latest[key])) continue
    if (isSame(draft[key], original[key])) draft[key] = latest[key]
    else if (!isSame(draft[key], latest[key])) both.push(key)
  }
  return both
}
