let last: Promise<unknown> = Promise.resolve()

/** Changes of one's own preferences one after the other, so that each rests on the one before. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = last.then(work)
  last = done.catch(() => undefined)
  return done
}
