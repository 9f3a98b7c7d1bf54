/** A state with the ones it came from. Keystrokes of one group, such as those into one cell, are one step. */
export interface History<S> {
  now: S
  past: readonly S[]
  group: string | null
}

const mostSteps = 100

export const begin = <S>(now: S): History<S> => ({ now, past: [], group: null })

export function write<S>(history: History<S>, now: S, group: string | null = null): History<S> {
  const isSameStep = group !== null && group === history.group
  return { now, past: isSameStep ? history.past : [...history.past, history.now].slice(-mostSteps), group }
}

/** The next keystroke is a step of its own, wherever it goes. */
export const pause = <S>(history: History<S>): History<S> => ({ ...history, group: null })

export function undo<S>(history: History<S>): History<S> {
  const last = history.past[history.past.length - 1]
  return last === undefined ? history : { now: last, past: history.past.slice(0, -1), group: null }
}
