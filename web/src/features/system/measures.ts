const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How long ago something was, in the largest unit that it fills; days begin after two of them. */
export interface Age {
  unit: 'minutes' | 'hours' | 'days'
  n: number
}

/** The age of an instant by the server's clock; a clock that was put back makes nothing younger than now. */
export function ageOf(at: string, now: string): Age {
  const passed = Math.max(0, Date.parse(now) - Date.parse(at))
  if (passed < hour) return { unit: 'minutes', n: Math.floor(passed / minute) }
  if (passed < 2 * day) return { unit: 'hours', n: Math.floor(passed / hour) }
  return { unit: 'days', n: Math.floor(passed / day) }
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** Bytes as people write them: one decimal, and none of single bytes. */
export function sizeOf(bytes: number): { n: number; unit: (typeof units)[number] } {
  let [at, size] = [0, bytes]
  while (size >= 1024 && at < units.length - 1) [at, size] = [at + 1, size / 1024]
  return { n: at === 0 ? size : Math.round(size * 10) / 10, unit: units[at] ?? 'B' }
}
