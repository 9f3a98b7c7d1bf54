/** Those fields of a record that its form shows. */
export function pick<T extends object, K extends keyof T>(record: T, keys: readonly K[]): Pick<T, K> {
  const isWhole = (found: Partial<Pick<T, K>>): found is Pick<T, K> => keys.every((key) => key in found)
  const found: Partial<Pick<T, K>> = {}
  for (const key of keys) found[key] = record[key]
  if (!isWhole(found)) throw new TypeError('a field is absent')
  return found
}
