import { useKept, type Keeps } from '@/composables/useKept'
import { isTyping, type SheetKeying, type Typing } from './useSheetKeying'

/** What stands at the head of the paper, for all its lines. */
export interface Head {
  day: string
  inspector: string
  isSigned: boolean
}

interface Typed {
  keyed: Typing
  head: Head
}

const isTyped = (value: unknown): value is Typed =>
  typeof value === 'object' && value !== null && 'head' in value && 'keyed' in value && isTyping(value.keyed)

/** A sheet being keyed in is kept like every form, with its head. */
export function useKeptSheet(keeps: () => Keeps, grid: SheetKeying, head: Head) {
  const { foundAt, keep, forget } = useKept<Typed>(keeps, {
    typed: () => {
      const keyed = grid.typing()
      return keyed && { keyed, head: { ...head } }
    },
    isTyped,
    restore: (found) => {
      grid.restore(found.keyed)
      Object.assign(head, found.head)
    },
  })
  return {
    foundAt,
    keep,
    forget,
    beginAnew: () => {
      void forget()
      grid.clear()
    },
  }
}
