interface Placed {
  division_code: string
}

/** Of those who could be told to do it: the same village's first, then the town's above it, then the others. */
export function nearestFirst<T extends Placed>(staff: readonly T[], divisions: readonly string[]): T[] {
  const towns = divisions.map((code) => `${code.slice(0, 9)}000`)
  const distance = ({ division_code: code }: T): number => (divisions.includes(code) ? 0 : towns.includes(code) ? 1 : 2)
  return [...staff].sort((one, other) => distance(one) - distance(other))
}
