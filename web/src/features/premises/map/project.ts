/** Degrees east and north. */
export interface Spot {
  longitude: number
  latitude: number
}

export interface Point {
  x: number
  y: number
}

export type Projection = (spot: Spot) => Point

/** A degree eastwards is shorter the farther north one is; within a county that is one factor. */
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Fits all spots into a box with room around them, north up. Nothing where there are none. */
export function fit(spots: readonly Spot[], width: number, height: number, margin = 24): Projection | null {
  const [first] = spots
  if (first === undefined) return null
  const box = { west: first.longitude, east: first.longitude, south: first.latitude, north: first.latitude }
  for (const { longitude, latitude } of spots) {
    box.west = Math.min(box.west, longitude)
    box.east = Math.max(box.east, longitude)
    box.south = Math.min(box.south, latitude)
    box.north = Math.max(box.north, latitude)
  }
  const middle = { longitude: (box.west + box.east) / 2, latitude: (box.south + box.north) / 2 }
  const shrink = Math.cos(radians(middle.latitude))
  // One place alone, or several in one yard, get a field of some hundred metres around them.
  const wide = Math.max((box.east - box.west) * shrink, 0.004)
  const high = Math.max(box.north - box.south, 0.004)
  const scale = Math.min((width - 2 * margin) / wide, (height - 2 * margin) / high)
  return ({ longitude, latitude }) => ({
    x: width / 2 + (longitude - middle.longitude) * shrink * scale,
    y: height / 2 - (latitude - middle.latitude) * scale,
  })
}

/** How far a spot on the screen is: the length of a degree northwards is 111.2 km. */
export function metresAcross(project: Projection, width: number, at: Spot): number {
  const one = project(at)
  const north = project({ ...at, latitude: at.latitude + 0.001 })
  const perPixel = 111.2 / Math.abs(one.y - north.y)
  return perPixel * width
}

/** A round number of metres for the scale bar: the largest of 1, 2, 5 times a power of ten that is not longer. */
export function roundLength(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres))
  return ([5, 2, 1].find((step) => step * power <= metres) ?? 1) * power
}
