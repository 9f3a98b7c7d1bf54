import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { UNASSIGNED } from './account'
import { useRoles } from './queries'

/** What people call a role, and the roles as choices. */
export function useRoleTitle() {
  const { t, locale } = useI18n()
  const { data } = useRoles()
  const choices = computed(() =>
    (data.value?.items ?? [])
      .filter(({ name }) => name !== UNASSIGNED)
      .map(({ name, title_zh, title_en }) => ({ value: name, label: locale.value === 'en' ? title_en : title_zh })),
  )
  const titleOf = (name: string | null | undefined): string =>
    name === UNASSIGNED || !name
      ? t('accounts.no_role')
      : (choices.value.find(({ value }) => value === name)?.label ?? name)
  return { choices, titleOf }
}
