import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { useCodes } from '@/composables/useCodes'
import { useFormat } from '@/composables/useFormat'
import { useDivisionName } from '@/lookups/queries'
import type { Permission } from '@/session/permissions'
import { isFromAnywhere } from './client'
import type { CreateClient } from './queries'

/** What a permission allows, in words. The server may know permissions these pages have no words for. */
export function useCan() {
  const i18n = useI18n()
  return (permission: Permission): string => {
    const key = `clients.can_${permission}`
    return i18n.te(key) ? i18n.t(key) : permission
  }
}

/** What a client can see and do, in sentences for whoever answers for it. */
export function useSight(client: MaybeRefOrGetter<CreateClient>) {
  const { t } = useI18n()
  const can = useCan()
  const { label } = useCodes()
  const { counted, join } = useFormat()
  const nameOf = useDivisionName()

  function fields({ rows_a_day, sees }: CreateClient): string {
    if (rows_a_day === 0) return t('clients.sees_nobody')
    if (sees.length === 0) return t('clients.sees_masked')
    return t('clients.sees_some', { classes: join(sees.map((one) => label('field_class', one))) })
  }

  return computed(() => {
    const facts = toValue(client)
    const { division_code, capabilities, rows_a_day, networks, expires_on } = facts
    return [
      t('clients.within', { area: nameOf(division_code) }),
      t('clients.does', { what: join(capabilities.map(can)) }),
      fields(facts),
      ...(rows_a_day > 0 ? [t('clients.at_most', counted(rows_a_day))] : []),
      t(isFromAnywhere(networks) ? 'clients.from_anywhere' : 'clients.from', { networks: join(networks) }),
      t('clients.until', { day: expires_on }),
      t('clients.never'),
    ]
  })
}
