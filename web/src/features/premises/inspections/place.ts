import { useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import type { Place } from '@/drafts/draft'
import { usePremises } from '../queries'
import { unitsInHand } from '../coverage/queries'

/**
 * What the form needs to know of a place: from the draft, from its file, or from the list of the round it was opened
 * from, which is in hand although the network may be gone.
 */
export function usePlace(id: MaybeRefOrGetter<string>, kept: MaybeRefOrGetter<Place | undefined>) {
  const queries = useQueryClient()
  const { data, error, isPending, refetch } = usePremises(id)
  const place = computed((): Place | undefined => {
    const known = toValue(kept)
    if (known !== undefined) return known
    if (data.value !== undefined) {
      const { id: own, name, code, kind } = data.value
      return { id: own, name, code, kind }
    }
    const unit = unitsInHand(queries).find(({ premises_id }) => premises_id === toValue(id))
    return unit === undefined ? undefined : { id: unit.premises_id, name: unit.name, code: unit.code, kind: unit.kind }
  })
  return { place, error, isPending, retry: refetch }
}
