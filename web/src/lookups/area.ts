/** The digits that all areas inside one begin with: two levels of two digits, then county, town and village. */
export function prefixOf(code: string): string {
  const inner = code.replace(/(000){1,2}$/, '')
  return inner.length > 6 ? inner : inner.replace(/(00)+$/, '')
}

export const liesIn = (code: string | undefined, area: string): boolean => code?.startsWith(prefixOf(area)) ?? false

/** A village has nothing below it. */
export const isVillage = (code: string): boolean => prefixOf(code).length === 12
