/** The last day of a window whose first has just been said: the year is said again only where it changes. */
export const endOf = (from: string, to: string): string => (from.slice(0, 4) === to.slice(0, 4) ? to.slice(5) : to)
