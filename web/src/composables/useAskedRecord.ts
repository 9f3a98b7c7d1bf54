import { ref, toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'

interface Options<Row> {
  /** What the address calls these records; none where it never asks for one. */
  name: string | undefined
  rows: MaybeRefOrGetter<Row[] | undefined>
  mayOpen: () => boolean
  open: (row?: Row) => void
}

/**
 * The form an address asks for, `?record=test` for a new record and `?record=treatment&of=…` for one there is. It is
 * opened once, and the address then forgets it: to go back or to read the page anew opens nothing. Answers with the duty
 * it is opened for (`&duty=…`), until somebody opens another.
 */
export function useAskedRecord<Row extends { id: string }>({ name, rows, mayOpen, open }: Options<Row>) {
  const duty: Ref<string | null> = ref(null)
  if (name === undefined) return duty
  const route = useRoute()
  const router = useRouter()

  const asked = (key: string): string | null => {
    const value = route.query[key]
    return typeof value === 'string' ? value : null
  }

  async function answer(row: Row | undefined): Promise<void> {
    const [of, why] = [asked('of'), asked('duty')]
    const rest = Object.entries(route.query).filter(([key]) => !['record', 'of', 'duty'].includes(key))
    await router.replace({ query: Object.fromEntries(rest), hash: route.hash })
    if (!mayOpen() || (of !== null && row === undefined)) return
    open(row)
    duty.value = why
  }

  watch(
    () => [asked('record'), toValue(rows)] as const,
    ([record, found]) => {
      // One that exists is looked for in the list, which may still be on its way.
      if (record !== name || (asked('of') !== null && found === undefined)) return
      void answer(found?.find(({ id }) => id === asked('of')))
    },
    { immediate: true },
  )
  return duty
}
