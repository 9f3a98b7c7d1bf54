import { computed, ref, shallowRef, watch } from 'vue'
import { ApiError } from '@/api/problem'
import { checkPack, simulatePack, type PackCheck, type Simulation } from '../queries'

/** A pack being tried, and for whom and when. */
export interface Typed {
  text: string
  division: string | null
  asOf: string | null
}

export const isTyped = (value: unknown): value is Typed =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string'

const blank = (): Typed => ({ text: '', division: null, asOf: null })

/**
 * Trying a pack in two steps: whether it is sound, and what it would change. Whatever was answered is gone as soon as
 * what was asked is changed, so that no count is read as that of another text.
 */
export function useTrial() {
  const typed = ref<Typed>(blank())
  const check = shallowRef<PackCheck | null>(null)
  const simulation = shallowRef<Simulation | null>(null)
  const error = shallowRef<ApiError | null>(null)
  const doing = ref<'check' | 'simulate' | null>(null)
  const isEmpty = computed(() => typed.value.text.trim() === '')

  function forget(): void {
    ;[check.value, simulation.value, error.value] = [null, null, null]
  }
  watch(typed, forget, { deep: true, flush: 'sync' })

  /** Does a step; what it answers to a text that was changed meanwhile is let go. */
  async function step(name: 'check' | 'simulate', work: (asked: Typed) => Promise<void>): Promise<void> {
    if (doing.value !== null || isEmpty.value) return
    doing.value = name
    forget()
    try {
      await work({ ...typed.value })
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal
      error.value = refusal
    } finally {
      doing.value = null
    }
  }

  const isStill = ({ text, division, asOf }: Typed): boolean =>
    typed.value.text === text && typed.value.division === division && typed.value.asOf === asOf

  async function checked(asked: Typed): Promise<boolean> {
    const found = await checkPack(asked.text)
    if (!isStill(asked)) return false
    check.value = found
    return found.is_sound
  }

  async function simulated(asked: Typed): Promise<void> {
    if (!(await checked(asked))) return
    const { text, division: division_code, asOf: as_of } = asked
    const found = await simulatePack({ text, division_code, as_of })
    if (isStill(asked)) simulation.value = found
  }

  return {
    typed,
    check,
    simulation,
    error,
    doing,
    isEmpty,
    runCheck: () =>
      step('check', async (asked) => {
        await checked(asked)
      }),
    runSimulation: () => step('simulate', simulated),
  }
}
