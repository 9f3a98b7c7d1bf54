/** Thousandths as a percentage. The server rounds them down, and nothing is rounded up here: 100% means no gap. */
export const percent = (perMille: number | null | undefined): string =>
  perMille === null || perMille === undefined
    ? ''
    : `${Math.floor(perMille / 10)}.${perMille % 10}%`.replace('.0%', '%')
