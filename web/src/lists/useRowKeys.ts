import { onBeforeUnmount, onMounted, toValue, type MaybeRefOrGetter, type Ref } from 'vue'

interface Options {
  /** Single keys are for those who want them: others speak, or press keys by mistake (WCAG 2.1.4). */
  isOn: MaybeRefOrGetter<boolean>
}

/** Where a key is text, or another part of the page has keys of its own. */
const elsewhere = 'input, textarea, select, [contenteditable], [role="tree"], [role="listbox"], .el-overlay, .el-popper'

/** Of several lists on a page the one that came last has the keys. */
const lists: symbol[] = []

/** The keys of a list: from row to row, opening one, ticking one, and to the search. */
export function useRowKeys(root: Readonly<Ref<HTMLElement | null>>, { isOn }: Options): void {
  const me = Symbol('list')
  const rows = (): HTMLElement[] => [...(root.value?.querySelectorAll<HTMLElement>('tbody tr[tabindex]') ?? [])]
  const current = (): HTMLElement | null =>
    document.activeElement instanceof HTMLElement ? document.activeElement.closest('tbody tr[tabindex]') : null

  function step(by: 1 | -1): void {
    const all = rows()
    const at = all.findIndex((row) => row === current())
    const next = at < 0 ? all[0] : all[at + by]
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }

  const click = (selector: string): void => current()?.querySelector<HTMLElement>(selector)?.click()

  function search(): void {
    root.value?.querySelector<HTMLInputElement>('[role="search"] input')?.focus()
  }

  /** Arrows and Enter are the row's own; on the page they scroll and press what has the focus. */
  const ofRow: Record<string, () => void> = {
    ArrowDown: () => {
      step(1)
    },
    ArrowUp: () => {
      step(-1)
    },
    Enter: () => {
      click('a[href], button')
    },
    x: () => {
      click('input[type="checkbox"]')
    },
  }
  const ofPage: Record<string, () => void> = {
    j: () => {
      step(1)
    },
    k: () => {
      step(-1)
    },
    '/': search,
  }

  function press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    if (lists[lists.length - 1] !== me || !toValue(isOn)) return
    if (event.target instanceof Element && event.target.closest(elsewhere) !== null) return
    const isOnRow = document.activeElement?.matches('tbody tr[tabindex]') ?? false
    const act = (isOnRow ? ofRow[event.key] : undefined) ?? ofPage[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }

  onMounted(() => {
    lists.push(me)
    window.addEventListener('keydown', press)
  })
  onBeforeUnmount(() => {
    lists.splice(lists.indexOf(me), 1)
    window.removeEventListener('keydown', press)
  })
}
