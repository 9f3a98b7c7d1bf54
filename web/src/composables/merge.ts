type Tree = Record<string, unknown>

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether two drafts' values say the same; drafts hold JSON only. */
export function isSame(one: unknown, other: unknown): boolean {
  if (!isTree(one) || !isTree(other)) return JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
  return namesOf(one, other).every((name) => isSame(one[name], other[name]))
}

const namesOf = (...trees: Tree[]): string[] => [...new Set(trees.flatMap(Object.keys))]

/** An independent copy of a draft. (`structuredClone` is newer than the offices' browsers.) */
export function copy<D extends object>(draft: D): D {
  const isCopy = (value: unknown): value is D => isSame(value, draft)
  const twin: unknown = JSON.parse(JSON.stringify(draft))
  if (!isCopy(twin)) throw new TypeError('a draft holds JSON only')
  return twin
}

/**
 * The merge-patch that turns `before` into `after`: what did not change is absent, what was emptied is null. An object
 * inside a record is patched field by field, so that two people may change two counts of one event.
 */
export function changes<B extends object>(before: { [K in keyof B]?: B[K] | null }, after: B): Partial<B> {
  const patch: Partial<B> = {}
  for (const key in after) {
    if (isSame(before[key], after[key])) continue
    patch[key] = after[key]
    const [old, now] = [before[key], after[key]]
    if (isTree(old) && isTree(now)) Reflect.set(patch, key, patchOf(old, now))
  }
  return patch
}

function patchOf(before: Tree, after: Tree): Tree {
  const changed = namesOf(before, after).filter((name) => !isSame(before[name], after[name]))
  return Object.fromEntries(
    changed.map((name) => {
      const [old, now] = [before[name], after[name]]
      return [name, isTree(old) && isTree(now) ? patchOf(old, now) : (now ?? null)]
    }),
  )
}

/**
 * Three-way merge after a 412: fields left alone take the latest value, fields changed here keep what was typed.
 * Returns the names of the fields both sides changed to different values; a field of an inner object is `counts.reach`.
 */
export function rebase(draft: object, original: object, latest: object): string[] {
  const both: string[] = []
  for (const [name, theirs] of Object.entries(latest)) {
    const mine: unknown = Reflect.get(draft, name)
    const before: unknown = Reflect.get(original, name)
    if (isSame(before, theirs)) continue
    if (isSame(mine, before)) Reflect.set(draft, name, theirs)
    else if (isTree(mine) && isTree(before) && isTree(theirs)) {
      const whole = { ...mine }
      both.push(...rebase(whole, before, theirs).map((inner) => `${name}.${inner}`))
      Reflect.set(draft, name, whole)
    } else if (!isSame(mine, theirs)) both.push(name)
  }
  return both
}

/** The value at a path such as `counts.reach`. */
export function valueAt(draft: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (isTree(value) ? value[name] : undefined), draft)
}

/** Puts a value at a path. Inner objects are replaced, never changed, as the form's original may share them. */
export function putAt(draft: object, path: string, value: unknown): void {
  const [name = '', ...rest] = path.split('.')
  if (rest.length === 0) {
    Reflect.set(draft, name, value)
    return
  }
  const inner: unknown = Reflect.get(draft, name)
  const whole = isTree(inner) ? { ...inner } : {}
  putAt(whole, rest.join('.'), value)
  Reflect.set(draft, name, whole)
}
