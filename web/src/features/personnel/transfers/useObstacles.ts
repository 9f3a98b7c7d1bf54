import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSession } from '@/session/session'
import { isCarriedOut } from '../records/measure'
import { useTreatments } from '../records/queries'
import { useTransfers } from './queries'

/** What keeps a person from being sent elsewhere, said before anything is typed; a request under way meets nothing new. */
export function useObstacles(person: string, isNew: boolean) {
  const { t } = useI18n()
  const session = useSession()
  const { data: treatments } = useTreatments(person, isNew && session.can('treatments:read'))
  const { data: open } = useTransfers({ person, state: 'requested', per_page: 1 }, isNew)
  return computed(() => [
    ...(treatments.value && !treatments.value.items.some(isCarriedOut) ? [t('transfers.no_measure')] : []),
    ...(open.value && open.value.total > 0 ? [t('transfers.one_open')] : []),
  ])
}
