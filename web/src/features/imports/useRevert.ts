import { computed, ref, toValue, type MaybeRefOrGetter } from 'vue'
import { ApiError } from '@/api/problem'
import { newKey } from '@/composables/newKey'
import { useRevertImport, type Import } from './queries'
import { MOST_NAMED, stayingOf, type Staying } from './revert'

/**
 * Undoing an import in at most two steps: all of it, and where rows must stay, which ones and why; then the others, if
 * that is still wanted. Nothing is undone by a step that was refused.
 */
export function useRevert(plan: MaybeRefOrGetter<Import>) {
  const { mutateAsync } = useRevertImport(() => toValue(plan).id)
  const staying = ref<Staying[]>([])
  const error = ref<ApiError | null>(null)
  const isBusy = ref(false)
  let key = newKey()

  const written = computed(() => toValue(plan).counts.create + toValue(plan).counts.update)
  /** A refusal may have more rows than it names: then neither number is known exactly. */
  const isCut = computed(() => staying.value.length >= MOST_NAMED)
  const others = computed(() => Math.max(written.value - staying.value.length, 0))

  async function run(reason: string): Promise<Import | null> {
    if (isBusy.value) return null
    isBusy.value = true
    error.value = null
    try {
      return await mutateAsync({ mode: staying.value.length > 0 ? 'skip' : 'all', reason, key })
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal
      // An attempt without an answer may have taken effect, and is repeated as it was.
      if (refusal.status !== 0 && refusal.status < 500) key = newKey()
      const rows = stayingOf(refusal)
      if (rows.length > 0) staying.value = rows
      else error.value = refusal
      return null
    } finally {
      isBusy.value = false
    }
  }

  function begin(): void {
    staying.value = []
    error.value = null
    key = newKey()
  }
  return { staying, error, isBusy, written, others, isCut, run, begin }
}
