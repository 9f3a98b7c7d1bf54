import { onBeforeUnmount, onMounted, onScopeDispose, ref, watch, type Ref } from 'vue'
import { forms } from '@/drafts/forms'
import { copy } from './merge'

/**
 * Under what name a form keeps what is typed: its own, which no other has, and the ids of what it is about, never
 * anyone's name. `nothing` is for passwords and for questions nobody would want to find again.
 */
export type Keeps = readonly [form: string, ...about: (string | null | undefined)[]] | 'nothing'

interface Options<T> {
  /** What is typed and not saved; null while there is nothing of it. */
  typed: () => T | null
  /** Only this client's own sealed text gets here; this tells one version of it from another. */
  isTyped: (value: unknown) => value is T
  /** Puts what was found back into the form. */
  restore: (typed: T) => void
}

export interface Kept {
  /** When what was found had been typed; null where nothing was found. */
  foundAt: Ref<number | null>
  /** Keeps it now, as what happens next may take the page away. */
  keep: () => void
  /** It was saved or given up, and is kept no longer once this has been awaited: the page may be left then. */
  forget: () => Promise<void>
}

const pause = 300

/** Keeps what is typed, sealed on the device, until it is saved or given up, and finds it when the form is opened again. */
export function useKept<T extends object>(keeps: () => Keeps, { typed, isTyped, restore }: Options<T>): Kept {
  const store = forms()
  const nameOf = (): string | null => {
    const parts = keeps()
    return parts === 'nothing' ? null : parts.map((part) => part ?? '').join('/')
  }
  const foundAt = ref<number | null>(null)
  /** Before what lies there was read, nothing is put in its place. */
  let readAs: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  // A device that does not take it makes the form no worse than one that never kept anything.
  const write = async (name: string, value: T | null): Promise<void> => {
    await store?.then((open) => (value === null ? open.remove(name) : open.put(name, value))).catch(() => undefined)
  }

  function keep(): void {
    clearTimeout(timer)
    timer = undefined
    if (readAs === null || readAs !== nameOf()) return
    const now = typed()
    void write(readAs, now === null ? null : copy(now))
  }

  async function forget(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    foundAt.value = null
    if (readAs !== null) await write(readAs, null)
  }

  function later(): void {
    clearTimeout(timer)
    timer = setTimeout(keep, pause)
  }

  async function find(name: string): Promise<void> {
    const found = await (await store)?.find(name)
    if (name !== nameOf()) return
    readAs = name
    if (found && isTyped(found.value)) {
      restore(found.value)
      foundAt.value = found.at
    } else if (typed() !== null) later()
  }

  function leave(): void {
    if (timer !== undefined) keep()
  }
  const hide = (): void => {
    if (document.visibilityState === 'hidden') leave()
  }

  watch(
    nameOf,
    (name) => {
      ;[readAs, foundAt.value] = [null, null]
      if (store !== null && name !== null) void find(name).catch(() => (readAs = name))
    },
    { immediate: true },
  )
  watch(typed, later, { deep: true })
  onMounted(() => {
    document.addEventListener('visibilitychange', hide)
    window.addEventListener('pagehide', leave)
  })
  onBeforeUnmount(leave)
  onScopeDispose(() => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', hide)
    window.removeEventListener('pagehide', leave)
  })
  return { foundAt, keep, forget }
}
