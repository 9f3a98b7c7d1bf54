import type { FileAccess } from './queries'

/** What one person looked at in one go: to open a file asks the server for each of its parts. */
export interface Visit {
  at: string
  name: string
  division_code: string
  /** Each once, the newest first. */
  operations: string[]
}

const minuteOf = (at: string): string => at.slice(0, 16)

/** Lines that follow each other, of one person and one minute, as one. */
export function visitsOf(lines: readonly FileAccess[]): Visit[] {
  const visits: Visit[] = []
  for (const { operation, ...line } of lines) {
    const last = visits[visits.length - 1]
    const isSame =
      last?.name === line.name && last.division_code === line.division_code && minuteOf(last.at) === minuteOf(line.at)
    if (!isSame) visits.push({ ...line, operations: [operation] })
    else if (!last.operations.includes(operation)) last.operations.push(operation)
  }
  return visits
}
