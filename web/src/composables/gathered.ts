interface Wanted<A, R> {
  asked: A
  tell: (answer: R) => void
  fail: (reason: unknown) => void
}

/**
 * Questions that are asked in the same moment go out together, `most` at once: on a weak line each of thirty would wait for the
 * others. `ask` answers them in their order.
 */
export function gathered<A, R>(most: number, ask: (asked: A[]) => Promise<R[]>): (asked: A) => Promise<R> {
  let waiting: Wanted<A, R>[] = []

  async function send(together: readonly Wanted<A, R>[]): Promise<void> {
    try {
      const answers = await ask(together.map(({ asked }) => asked))
      together.forEach(({ tell, fail }, at) => {
        const answer = answers[at]
        if (answer === undefined) fail(new Error('fewer answers came than questions were asked'))
        else tell(answer)
      })
    } catch (error) {
      for (const { fail } of together) fail(error)
    }
  }

  function sendAll(): void {
    const all = waiting
    waiting = []
    for (let from = 0; from < all.length; from += most) void send(all.slice(from, from + most))
  }

  return (asked) =>
    new Promise((tell, fail) => {
      if (waiting.length === 0) setTimeout(sendAll)
      waiting.push({ asked, tell, fail })
    })
}
