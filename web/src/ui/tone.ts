/** What a colour says; the words say it too. */
export type Tone = 'flat' | 'bad' | 'due' | 'ok' | 'seal' | 'brand'
