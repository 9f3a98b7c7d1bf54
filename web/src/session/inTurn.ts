let last: Promise<unknown> = Promise.resolve()

/** Changes of one's own preferences one after the other, so that each rests on the one before; none is told of. */
export function inTurn(work: () => Promise<void>): Promise<void> {
  const done = last.then(work).catch(() => undefined)
  last = done
  return done
}
