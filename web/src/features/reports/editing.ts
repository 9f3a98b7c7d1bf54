import type { Run } from './queries'

/** A paragraph as it stands in the editor, and what each token in it means to the server. */
export interface Editable {
  text: string
  tokens: Map<string, string>
}

/**
 * Figures show in the editor as `⟦9800余⟧`; the server also wants the mark behind the figure, `⟦9800余←leaflets|approx:2⟧`.
 * Two figures that print the same are told apart by a number, `⟦33·2⟧`.
 */
export function editable(runs: readonly Run[]): Editable {
  const tokens = new Map<string, string>()
  const text = runs.map((run) => {
    if (run.kind !== 'figure') return run.text
    const full = `⟦${run.printed}←${run.mark}⟧`
    const token = freeToken(run.printed, full, tokens)
    tokens.set(token, full)
    return token
  })
  return { text: text.join(''), tokens }
}

function freeToken(printed: string, full: string, tokens: Map<string, string>): string {
  for (let count = 1; ; count += 1) {
    const token = count === 1 ? `⟦${printed}⟧` : `⟦${printed}·${count}⟧`
    const taken = tokens.get(token)
    if (taken === undefined || taken === full) return token
  }
}

/** The tokens a drafter has typed into; what a figure prints comes from records and is not theirs to change. */
export function damaged(text: string, tokens: Map<string, string>): string[] {
  return (text.match(/⟦[^⟧]*⟧/g) ?? []).filter((token) => !tokens.has(token) && !token.includes('←'))
}

/** The editor's text in the server's form. A paragraph is one line. */
export function stored(text: string, tokens: Map<string, string>): string {
  return text.replace(/\s*\n+\s*/g, '').replace(/⟦[^⟧]*⟧/g, (token) => tokens.get(token) ?? token)
}
