/** A paragraph as it stands in the editor, and what each token in it means to the server. */
export interface Editable {
  text: string
  tokens: Map<string, string>
}

/**
 * The server sends figures as `⟦9800余←leaflets|approx:2⟧`; the editor shows `⟦9800余⟧` and keeps the mark aside.
 * Two figures that print the same are told apart by a number, `⟦33·2⟧`.
 */
export function editable(served: string): Editable {
  const tokens = new Map<string, string>()
  const text = served.replace(/⟦([^⟧←]*)←[^⟧]*⟧/g, (full, printed: string) => {
    const token = freeToken(printed, full, tokens)
    tokens.set(token, full)
    return token
  })
  return { text, tokens }
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

/** A stored paragraph as it is printed, without the marks of its figures. */
export const plain = (stored: string): string => stored.replace(/⟦([^⟧←]*)(?:←[^⟧]*)?⟧/g, '$1')
