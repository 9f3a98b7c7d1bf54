export interface Point {
  x: number
  y: number
}

/** What the server takes of one drawn signature. */
export const longest = 20_000

/** The points of a stroke at least so far apart; its first and last always. */
function thinned(points: readonly Point[], apart: number): Point[] {
  const kept: Point[] = []
  points.forEach((point, index) => {
    const last = kept.at(-1)
    const isEnd = index === points.length - 1
    if (last === undefined || isEnd || Math.hypot(point.x - last.x, point.y - last.y) >= apart) kept.push(point)
  })
  return kept
}

const written = ({ x, y }: Point): string => `${Math.round(x)} ${Math.round(y)}`

/** A dot is a line to itself, which round caps make visible. */
function pathOfStroke(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (first === undefined) return ''
  return `M${written(first)}L${(rest.length > 0 ? rest : [first]).map(written).join(' ')}`
}

/** Strokes as SVG path data in whole units, coarser where a long signature would not fit otherwise. */
export function pathOf(strokes: readonly (readonly Point[])[], scale = 1): string {
  const scaled = strokes.map((points) => points.map(({ x, y }) => ({ x: x * scale, y: y * scale })))
  for (let apart = 1.5; ; apart *= 1.5) {
    const path = scaled.map((points) => pathOfStroke(thinned(points, apart))).join('')
    if (path.length <= longest) return path
    if (apart > 1000) throw new RangeError('too many strokes')
  }
}

/** The `viewBox` a drawn path fits in: 600 wide, as it was drawn, and as high as it needs. */
export function boxOf(path: string): string {
  const numbers = path.match(/-?\d+/g)?.map(Number) ?? []
  const highest = numbers.filter((_, at) => at % 2 === 1).reduce((most, y) => Math.max(most, y), 60)
  return `0 0 600 ${highest + 10}`
}
