import { inject, onBeforeUnmount, onMounted, provide, toValue, type InjectionKey, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'
import { confirmed } from './confirmed'

type Guard = () => Promise<boolean>
type Panel = Set<Guard>

const panelKey: InjectionKey<Panel> = Symbol('panel')

/** A panel asks the forms it holds before it closes. */
export function usePanelGuard(): Guard {
  const panel: Panel = new Set()
  provide(panelKey, panel)
  return async () => {
    for (const mayLeave of panel) if (!(await mayLeave())) return false
    return true
  }
}

const questions = {
  form: { title: 'form.leave_title', text: 'form.leave_text', yes: 'form.leave', no: 'form.stay' },
  imports: { title: 'imports.leave_title', text: 'imports.leave_text', yes: 'imports.leave', no: 'imports.stay' },
}

/**
 * Asks before typed text is lost, be it by a link, the back button, the panel's cross or closing the window. `given` is
 * told when somebody chose to give it up.
 */
export function useLeaveGuard(
  isDirty: MaybeRefOrGetter<boolean>,
  about: keyof typeof questions = 'form',
  given: () => Promise<void> = () => Promise.resolve(),
): Guard {
  const { t } = useI18n()
  const panel = inject(panelKey, null)

  async function mayLeave(): Promise<boolean> {
    if (!toValue(isDirty)) return true
    const { title, text, yes, no } = questions[about]
    const isSure = await confirmed({ title: t(title), text: t(text), yes: t(yes), no: t(no) })
    if (isSure) await given()
    return isSure
  }

  function warn(event: BeforeUnloadEvent): void {
    if (toValue(isDirty)) event.preventDefault()
  }

  onMounted(() => {
    window.addEventListener('beforeunload', warn)
    panel?.add(mayLeave)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('beforeunload', warn)
    panel?.delete(mayLeave)
  })
  onBeforeRouteLeave(mayLeave)
  // The page of another record is the same route to the router, though another page to a person.
  onBeforeRouteUpdate((to, from) => to.path === from.path || mayLeave())
  return mayLeave
}
