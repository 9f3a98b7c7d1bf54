import type { BarSeriesOption, HeatmapSeriesOption } from 'echarts/charts'
import type { GridComponentOption, TooltipComponentOption, VisualMapComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import { cellOf, perMille } from '@/figures/cell'
import type { FigureValue } from '@/figures/value'

export type ChartOption = ComposeOption<
  BarSeriesOption | HeatmapSeriesOption | GridComponentOption | TooltipComponentOption | VisualMapComponentOption
>

/** Colours of the page's tokens: one hue from light to dark, and a second that no kind of colour blindness mixes up with it. */
export interface Palette {
  ink: string
  muted: string
  line: string
  surface: string
  none: string
  low: string
  mid: string
  high: string
  second: string
  font: string
}

/** A bar or a field of a chart: its name, its value, and the value in words. */
export interface Point {
  label: string
  value: FigureValue
  words: string
}
export interface HeatRow {
  label: string
  points: Point[]
}

/** The number a bar or a field stands for; nothing where it is kept back or not recorded, which is not zero. */
export function heightOf(value: FigureValue): number | null {
  const cell = cellOf(value)
  if (cell.kind === 'number') return cell.value
  if (cell.kind !== 'rate') return null
  const thousandths = perMille(cell.numerator, cell.denominator)
  return thousandths === null ? null : thousandths / 10
}

/** What stands in a field: the percentage, a sign for what is kept back, a dash for what is not known. */
export function shortOf(value: FigureValue): string {
  const height = heightOf(value)
  if (height !== null) return String(Math.floor(height))
  return cellOf(value).kind === 'withheld' ? '＊' : '–'
}

/** Drawn on the canvas, so that no markup of a chart ever enters the page. */
const tooltip = ({ surface, ink, line }: Palette): TooltipComponentOption => ({
  renderMode: 'richText',
  formatter: '{b}',
  backgroundColor: surface,
  borderColor: line,
  textStyle: { color: ink, fontSize: 13 },
  confine: true,
})

const base = (palette: Palette): ChartOption => ({
  animation: false,
  textStyle: { fontFamily: palette.font, color: palette.ink },
  tooltip: tooltip(palette),
})

/** A field for each part and period. Its number stands in it, so that colour is never the only sign, and no colour is too deep to read it. */
export function heatMap(rows: HeatRow[], periods: string[], palette: Palette): ChartOption {
  const axis = {
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: palette.muted, interval: 0 },
  }
  const fields = rows.flatMap(({ label, points }, y) =>
    points.map((point, x) => {
      const height = heightOf(point.value)
      return {
        name: `${label} ${point.label}\n${point.words}`,
        value: [x, y, height ?? 0],
        visualMap: height !== null,
        label: { show: true, formatter: shortOf(point.value), color: palette.ink },
        itemStyle: {
          borderColor: palette.surface,
          borderWidth: 2,
          ...(height === null ? { color: palette.none } : {}),
        },
      }
    }),
  )
  return {
    ...base(palette),
    grid: { left: 0, right: 8, top: 4, bottom: 0, containLabel: true },
    xAxis: { type: 'category', data: periods, ...axis, axisLabel: { color: palette.muted } },
    yAxis: { type: 'category', data: rows.map(({ label }) => label), inverse: true, ...axis },
    visualMap: {
      type: 'continuous',
      show: false,
      min: 0,
      max: 100,
      inRange: { color: [palette.low, palette.mid] },
    },
    series: [{ type: 'heatmap', data: fields }],
  }
}

/** Lying bars, each with its number; what is not known has its words and no bar. */
export function bars(points: Point[], palette: Palette): ChartOption {
  return {
    ...base(palette),
    grid: { left: 0, right: 72, top: 4, bottom: 0, containLabel: true },
    xAxis: { type: 'value', show: false, minInterval: 1 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: points.map(({ label }) => label),
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: { color: palette.muted, interval: 0 },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 22,
        itemStyle: { color: palette.high },
        data: points.map(({ label, value, words }) => ({
          name: `${label} ${words}`,
          value: heightOf(value) ?? 0,
          label: { show: true, position: 'right' as const, formatter: words, color: palette.ink },
        })),
      },
    ],
  }
}

/** Of each period what was done and, above it, what was not; the numbers stand under the bars. */
export function stacked(points: Point[], names: { done: string; left: string }, palette: Palette): ChartOption {
  const parts = points.map(({ value }) => {
    const cell = cellOf(value)
    return cell.kind === 'rate' ? { done: cell.numerator, left: cell.denominator - cell.numerator } : null
  })
  const series = (part: 'done' | 'left', color: string): BarSeriesOption => ({
    type: 'bar',
    stack: 'all',
    name: names[part],
    barMaxWidth: 56,
    itemStyle: { color, borderColor: palette.surface, borderWidth: 1 },
    data: parts.map((one, at) => ({
      name: `${points[at]?.label ?? ''} ${names[part]} ${one?.[part] ?? ''}`,
      value: one?.[part] ?? '-',
    })),
  })
  return {
    ...base(palette),
    grid: { left: 0, right: 8, top: 12, bottom: 0, containLabel: true },
    xAxis: {
      type: 'category',
      data: points.map(({ label, words }) => `${label}\n${words.replace(' ', '\n')}`),
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: { color: palette.muted, interval: 0, lineHeight: 18 },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: { color: palette.muted },
      splitLine: { lineStyle: { color: palette.line } },
    },
    series: [series('done', palette.high), series('left', palette.second)],
  }
}
