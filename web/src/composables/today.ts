/** Made once: making one costs a slow machine more than all it is used for. */
const days = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' })

/** The calendar day in China as `YYYY-MM-DD`, which is what the server counts by. */
export function today(now: Date = new Date()): string {
  return days.format(now)
}

/** The year whose summary is being worked on: until April that is still last year's. */
export function reportYear(now: Date = new Date()): number {
  const [year = 0, month = 0] = today(now).split('-').map(Number)
  return month < 4 ? year - 1 : year
}

/** The last day of a report year that has already come. */
export function cutOff(year: number, now: Date = new Date()): string {
  const end = `${year}-12-31`
  const day = today(now)
  return end < day ? end : day
}

/** The years a town still works with, newest first, as choices. */
export function recentYears(now: Date = new Date()): { value: string; label: string }[] {
  const newest = Number(today(now).slice(0, 4))
  return [0, 1, 2, 3, 4].map((back) => ({ value: String(newest - back), label: String(newest - back) }))
}
