/** A state with the ones it came from and those taken back. Keystrokes of one group, such as those into one cell, are one step. */
export interface History<S> {
  now: S
  past: readonly S[]
  /** What was taken back, the last taken back first; gone with the next edit. */
  future: readonly S[]
  group: string | null
}

const mostSteps = 100

export const begin = <S>(now: S): History<S> => ({ now, past: [], future: [], group: null })

export function write<S>(history: History<S>, now: S, group: string | null = null): History<S> {
  const isSameStep = group !== null && group === history.group
  const past = isSameStep ? history.past : [...history.past, history.now].slice(-mostSteps)
  return { now, past, future: [], group }
}

/** The next keystroke is a step of its own, wherever it goes. */
export const pause = <S>(history: History<S>): History<S> => ({ ...history, group: null })

export function undo<S>({ now, past, future, ...rest }: History<S>): History<S> {
  const last = past[past.length - 1]
  if (last === undefined) return { now, past, future, ...rest }
  return { now: last, past: past.slice(0, -1), future: [now, ...future], group: null }
}

export function redo<S>({ now, past, future, ...rest }: History<S>): History<S> {
  const [next, ...later] = future
  if (next === undefined) return { now, past, future, ...rest }
  return { now: next, past: [...past, now], future: later, group: null }
}
