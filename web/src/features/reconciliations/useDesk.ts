import { computed, ref, toValue, type MaybeRefOrGetter } from 'vue'
import { isOpen } from './finding'
import type { RosterFinding } from './queries'

/** The findings in hand: one of them lies open, and the one after it comes up when it is settled. */
export function useDesk(findings: MaybeRefOrGetter<readonly RosterFinding[]>) {
  const chosen = ref<string | null>(null)
  const all = computed(() => toValue(findings))
  const at = computed(() => all.value.findIndex(({ id }) => id === chosen.value))
  const current = computed(() => all.value[at.value] ?? all.value.find(isOpen) ?? all.value[0])

  function open({ id }: Pick<RosterFinding, 'id'>): void {
    chosen.value = id
  }

  function move(by: 1 | -1): void {
    const from = all.value.findIndex(({ id }) => id === current.value?.id)
    const next = all.value[from + by]
    if (next !== undefined) open(next)
  }

  /** What comes up when this one is settled: the next that nobody has touched, from here on and then from the top. */
  function after(settled: string): string | null {
    const from = all.value.findIndex(({ id }) => id === settled)
    const others = [...all.value.slice(from + 1), ...all.value.slice(0, from)]
    return (others.find(({ decision }) => !decision) ?? others.find(isOpen))?.id ?? null
  }

  function goOn(settled: string): void {
    chosen.value = after(settled)
  }
  return { current, open, move, goOn }
}
