import { ElMessage } from 'element-plus'
import { computed, ref, toValue, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'

/** The panel beside a list of small records: it shows one, or the form for one, and withdraws one with a reason. */
export function useRecordPanel<Row extends { id: string }>(
  rows: MaybeRefOrGetter<Row[] | undefined>,
  withdraw: (row: Row, reason: string, key: string) => Promise<unknown>,
) {
  const { t } = useI18n()
  const shows = ref<'form' | 'facts' | null>(null)
  const isWithdrawing = ref(false)
  const chosen = ref<string | null>(null)
  /** As it is on the list now: after someone else's change it is that version which is shown and withdrawn. */
  const record = computed(() => toValue(rows)?.find(({ id }) => id === chosen.value))
  const isOpen = computed({
    get: () => shows.value !== null,
    set: (open) => {
      if (!open) shows.value = null
    },
  })

  function open(row?: Row, what: 'form' | 'facts' = 'form'): void {
    chosen.value = row?.id ?? null
    shows.value = what
  }

  function close(): void {
    shows.value = null
  }

  function saved(): void {
    close()
    ElMessage.success(t('form.saved'))
  }

  function ask(row: Row): void {
    chosen.value = row.id
    isWithdrawing.value = true
  }

  async function act(reason: string, key: string): Promise<void> {
    if (record.value !== undefined) await withdraw(record.value, reason, key)
  }

  function withdrawn(): void {
    close()
    ElMessage.success(t('withdraw.done'))
  }
  return { shows, isOpen, isWithdrawing, record, open, close, saved, ask, act, withdrawn }
}
