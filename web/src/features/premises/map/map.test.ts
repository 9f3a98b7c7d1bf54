import { describe, expect, it } from 'vitest'
import { readOutline } from './outline'
import { fit, metresAcross, roundLength } from './project'

const corners = [
  { longitude: 115.8, latitude: 28.0 },
  { longitude: 115.9, latitude: 28.1 },
]

describe('places without a map below them', () => {
  it('all fit into the box, north up and east to the right', () => {
    const project = fit(corners, 800, 600)
    const [southWest, northEast] = corners.map((spot) => project?.(spot) ?? { x: NaN, y: NaN })
    expect(southWest?.x).toBeLessThan(northEast?.x ?? 0)
    expect(southWest?.y).toBeGreaterThan(northEast?.y ?? 0)
    for (const point of [southWest, northEast]) {
      expect(point?.x).toBeGreaterThanOrEqual(24)
      expect(point?.x).toBeLessThanOrEqual(776)
      expect(point?.y).toBeGreaterThanOrEqual(24)
      expect(point?.y).toBeLessThanOrEqual(576.001)
    }
  })

  it('keep their shape: at 60° north a degree eastwards is half as long', () => {
    const project = fit(
      [
        { longitude: 100, latitude: 60 },
        { longitude: 101, latitude: 60 },
      ],
      800,
      600,
    )
    const [one, east, north] = [
      { longitude: 100, latitude: 60 },
      { longitude: 101, latitude: 60 },
      { longitude: 100, latitude: 61 },
    ].map((spot) => project?.(spot) ?? { x: NaN, y: NaN })
    const ratio = ((east?.x ?? 0) - (one?.x ?? 0)) / ((one?.y ?? 0) - (north?.y ?? 0))
    expect(ratio).toBeCloseTo(0.5, 3)
  })

  it('stand in the middle when there is one, and nowhere when there is none', () => {
    const [only] = corners
    expect(only && fit([only], 800, 600)?.(only)).toEqual({ x: 400, y: 300 })
    expect(fit([], 800, 600)).toBeNull()
  })

  it('have a scale in round numbers', () => {
    const project = fit(corners, 800, 600)
    const across = project ? metresAcross(project, 800, { longitude: 115.85, latitude: 28.05 }) : 0
    expect(across).toBeGreaterThan(11_000)
    expect(across).toBeLessThan(18_000)
    expect([37, 50, 199, 2000, 0.3].map(roundLength)).toEqual([20, 50, 100, 2000, 0.2])
  })
})

describe('an outline of one’s own', () => {
  it('is read from areas, lines and collections of them', () => {
    const ring = [
      [115.8, 28],
      [115.9, 28],
      [115.9, 28.1, 12],
      [115.8, 28],
    ]
    const feature = { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ring] } }
    const many = { type: 'MultiPolygon', coordinates: [[ring], [ring]] }
    const road = { type: 'LineString', coordinates: ring.slice(0, 2) }
    const all = {
      type: 'FeatureCollection',
      features: [feature, { type: 'Feature', geometry: { type: 'GeometryCollection', geometries: [many, road] } }],
    }
    expect(readOutline(JSON.stringify(all))?.map((line) => line.length)).toEqual([4, 4, 4, 2])
    expect(readOutline(JSON.stringify(feature))?.[0]?.[2]).toEqual({ longitude: 115.9, latitude: 28.1 })
  })

  it('is nothing where the file is another, or in metres', () => {
    expect(readOutline('not json')).toBeNull()
    expect(readOutline('{"type":"Point","coordinates":[115,28]}')).toBeNull()
    expect(readOutline('[1,2]')).toBeNull()
    expect(readOutline('{"type":"LineString","coordinates":[[500123,3100456],[500200,3100500]]}')).toBeNull()
  })
})
