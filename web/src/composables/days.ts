const dayLength = 86_400_000

const at = (day: string): number => Date.parse(`${day}T00:00:00Z`)

/** How many days lie between two calendar days; negative when `to` is the earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((at(to) - at(from)) / dayLength)

/** The calendar day so many days after another, or before it. */
export const plusDays = (day: string, days: number): string =>
  new Date(at(day) + days * dayLength).toISOString().slice(0, 10)

/** Whether a day lies between two; both of them count, and where there is no last one it goes on. */
export const isWithin = ({ since, until }: { since: string; until: string | null }, day: string): boolean =>
  since <= day && (until === null || day <= until)
