import { ElMessageBox } from 'element-plus'
import 'element-plus/es/components/message-box/style/css'
import { inject, onBeforeUnmount, onMounted, provide, toValue, type InjectionKey, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { onBeforeRouteLeave } from 'vue-router'

type Guard = () => Promise<boolean>
interface Panel {
  guard: Guard | null
}

const panelKey: InjectionKey<Panel> = Symbol('panel')

/** A panel asks the form it holds before it closes. */
export function usePanelGuard(): Guard {
  const panel: Panel = { guard: null }
  provide(panelKey, panel)
  return () => panel.guard?.() ?? Promise.resolve(true)
}

/** Asks before typed text is lost, be it by a link, the back button, the panel's cross or closing the window. */
export function useLeaveGuard(isDirty: MaybeRefOrGetter<boolean>): void {
  const { t } = useI18n()
  const panel = inject(panelKey, null)

  async function mayLeave(): Promise<boolean> {
    if (!toValue(isDirty)) return true
    return ElMessageBox.confirm(t('form.leave_text'), t('form.leave_title'), {
      confirmButtonText: t('form.leave'),
      cancelButtonText: t('form.stay'),
      type: 'warning',
    }).then(
      () => true,
      () => false,
    )
  }

  function warn(event: BeforeUnloadEvent): void {
    if (toValue(isDirty)) event.preventDefault()
  }

  onMounted(() => {
    window.addEventListener('beforeunload', warn)
    if (panel !== null) panel.guard = mayLeave
  })
  onBeforeUnmount(() => {
    window.removeEventListener('beforeunload', warn)
    if (panel !== null) panel.guard = null
  })
  onBeforeRouteLeave(mayLeave)
}
