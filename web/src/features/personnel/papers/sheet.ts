import type { Block } from './queries'

/** Words of the paper itself: it is Chinese, whatever language the page around it speaks. */
export const cutHere = '沿此线剪下'
export const dayToWrite = '　　　　年　　月　　日'

/** The paper and the slips to be torn off it; a slip begins with its cut and stays on one page. */
export function partsOf(blocks: readonly Block[]): Block[][] {
  const cuts = blocks.flatMap(({ kind }, at) => (kind === 'cut' ? [at] : []))
  return [0, ...cuts].map((from, part) => blocks.slice(from, cuts[part]))
}

/** How many of a table's four columns a cell takes: the value of a short row spans the rest. */
export const spanOf = (row: readonly string[], at: number): number => (at === row.length - 1 ? 4 - at : 1)

/** A file is named after the paper and the file number; a name does not belong in a folder of downloads. */
export const fileName = (title: string, fileNo?: string): string =>
  `${[fileNo, title]
    .filter(Boolean)
    .join('-')
    .replace(/[\\/:*?"<>|\s]+/g, '_')}.docx`
