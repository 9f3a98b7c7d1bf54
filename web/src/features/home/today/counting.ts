import { api, body } from '@/api/client'
import type { components } from '@/api/schema'
import { address } from './address'

type Schemas = components['schemas']
/** What a list says of itself, whichever it is. */
export type Counted = Schemas['ListCount']
type ListToCount = Schemas['ListToCount']

interface Wanted {
  asked: ListToCount
  tell: (counted: Counted) => void
  fail: (reason: unknown) => void
}

/** So many lists the server counts at once. */
const most = 60
let waiting: Wanted[] = []

async function ask(together: readonly Wanted[]): Promise<void> {
  try {
    const lists = together.map(({ asked }) => asked)
    const { counts } = await body(api.POST('/api/v1/counts', { body: { lists } }))
    together.forEach(({ tell, fail }, at) => {
      const counted = counts[at]
      if (counted === undefined) fail(new Error('the server counted fewer lists than were named'))
      else tell(counted)
    })
  } catch (error) {
    for (const { fail } of together) fail(error)
  }
}

function askAll(): void {
  const all = waiting
  waiting = []
  for (let from = 0; from < all.length; from += most) void ask(all.slice(from, from + most))
}

/** How much a list holds. What is wanted in the same moment is one request: on a weak line each of thirty would wait for the others. */
export function countIn(list: ListToCount['list'], query: object): Promise<Counted> {
  return new Promise((tell, fail) => {
    if (waiting.length === 0) setTimeout(askAll)
    waiting.push({ asked: { list, query: new URLSearchParams(address(query)).toString() }, tell, fail })
  })
}
