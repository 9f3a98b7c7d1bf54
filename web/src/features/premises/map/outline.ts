import type { Spot } from './project'

type Tree = Record<string, unknown>
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value)
const isList = (value: unknown): value is unknown[] => Array.isArray(value)

/** A position of GeoJSON (RFC 7946): longitude, latitude, and perhaps a height. */
function spotOf(value: unknown): Spot | null {
  if (!isList(value)) return null
  const [longitude, latitude] = value
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return null
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? { longitude, latitude } : null
}

/** Lines nest as deep as the geometry says; the innermost lists of positions are the lines. */
function linesIn(coordinates: unknown): Spot[][] {
  if (!isList(coordinates) || coordinates.length === 0) return []
  const spots = coordinates.map(spotOf)
  const whole = spots.filter((spot) => spot !== null)
  if (whole.length === coordinates.length) return whole.length > 1 ? [whole] : []
  return coordinates.flatMap(linesIn)
}

/** The lines of an outline in GeoJSON: borders of areas, roads, rivers. Single points are none. */
export function linesOf(value: unknown): Spot[][] {
  if (!isTree(value)) return []
  if (value.type === 'FeatureCollection' && isList(value.features)) return value.features.flatMap(linesOf)
  if (value.type === 'GeometryCollection' && isList(value.geometries)) return value.geometries.flatMap(linesOf)
  if (value.type === 'Feature') return linesOf(value.geometry)
  return linesIn(value.coordinates)
}

/** The outline of a file, or nothing where it is not one. */
export function readOutline(text: string): Spot[][] | null {
  try {
    const lines = linesOf(JSON.parse(text))
    return lines.length > 0 ? lines : null
  } catch {
    return null
  }
}
