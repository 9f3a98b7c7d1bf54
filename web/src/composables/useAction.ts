import { ElMessage } from 'element-plus'
import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { ApiError } from '@/api/problem'

/** A button's work: busy while it runs, and a refusal said aloud in the server's own words. */
export function useAction(work: () => Promise<unknown>) {
  const { t } = useI18n()
  const isBusy = ref(false)

  function words(error: ApiError): string {
    if (error.status === 0) return t('problem.offline')
    return error.problem?.detail ?? t('problem.unknown', { status: error.status })
  }

  async function run(): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    try {
      await work()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      ElMessage.error({ message: words(error), duration: 8000, showClose: true })
    } finally {
      isBusy.value = false
    }
  }
  return { run, isBusy }
}
