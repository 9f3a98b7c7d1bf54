import { useFormat } from './useFormat'

interface Options<T> {
  choices: () => readonly { value: T; label: string }[]
  ticked: () => readonly T[] | null | undefined
  change: (ticked: T[]) => void
}

/** Several codes of a list: ticked one by one, and said in words where two versions are compared. */
export function useTicks<T extends string>({ choices, ticked, change }: Options<T>) {
  const { join } = useFormat()
  const nameOf = (code: unknown): string => choices().find(({ value }) => value === code)?.label ?? String(code)
  const words = (codes: unknown): string => (Array.isArray(codes) ? join(codes.map(nameOf)) : '')

  function toggle(code: T): void {
    const before = ticked() ?? []
    change(before.includes(code) ? before.filter((one) => one !== code) : [...before, code])
  }
  return { words, toggle }
}
