import type { components } from '@/api/schema'
import { cellOf, perMille, type Cell } from '../cell'

/** What two figures are compared by; a figure of today and one of a report both have it. */
export type Comparable = Pick<
  components['schemas']['ReportFigure'],
  | 'name'
  | 'title_zh'
  | 'title_en'
  | 'meaning_zh'
  | 'meaning_en'
  | 'unit'
  | 'clock'
  | 'value'
  | 'record_count'
  | 'lacking'
>

/** Why two figures say nothing about each other. */
export type Obstacle =
  | 'withheld'
  | 'unknown'
  | 'now_unknown'
  | 'then_unknown'
  | 'now_absent'
  | 'then_absent'
  | 'now_nothing_owed'
  | 'then_nothing_owed'
  | 'unit'
  | 'clock'
  | 'meaning'
  | 'shape'

/** What a count went up or down by; `tenths` of a percent, none where last year's was zero. */
export interface Change {
  by: number
  tenths: number | null
}

export type Difference =
  | { kind: 'same' }
  | ({ kind: 'number' } & Change)
  /** Tenths of a percentage point: a share is not measured in percent of itself. */
  | { kind: 'points'; by: number }
  | { kind: 'parts'; moved: ({ part: string } & Change)[]; added: string[]; gone: string[] }
  /** Words, or a year, which are other ones now. */
  | { kind: 'reworded' }
  | { kind: 'none'; why: Obstacle }

export interface Line {
  name: string
  now: Comparable | undefined
  then: Comparable | undefined
  difference: Difference
}

const none = (why: Obstacle): Difference => ({ kind: 'none', why })
const same: Difference = { kind: 'same' }

/** Figures have four decimals at most; what is left of the subtraction beyond them is none of theirs. */
const minus = (one: number, other: number): number => Math.round((one - other) * 10_000) / 10_000

function changeOf(now: number, then: number): Change {
  const by = minus(now, then)
  const share = Math.round((Math.abs(by) * 1000) / then)
  return { by, tenths: then > 0 ? Math.sign(by) * share : null }
}

/** A number without a unit names something, such as a year, and is not reckoned with. */
const ofNumbers = (now: number, then: number, unit: string): Difference => {
  if (now === then) return same
  return unit === '' ? { kind: 'reworded' } : { kind: 'number', ...changeOf(now, then) }
}

type Rate = Extract<Cell, { kind: 'rate' }>

/** By the percentages as they are printed, so that the page adds up. */
function ofRates(now: Rate, then: Rate): Difference {
  const [one, other] = [perMille(now.numerator, now.denominator), perMille(then.numerator, then.denominator)]
  if (one === null) return none('now_nothing_owed')
  if (other === null) return none('then_nothing_owed')
  return one === other ? same : { kind: 'points', by: one - other }
}

/** A part that is not listed is not a part of zero. */
function ofParts(now: [string, number][], then: [string, number][]): Difference {
  const [one, other] = [new Map(now), new Map(then)]
  const moved = now.flatMap(([part, count]) => {
    const before = other.get(part)
    return before === undefined || before === count ? [] : [{ part, ...changeOf(count, before) }]
  })
  const added = now.flatMap(([part]) => (other.has(part) ? [] : [part]))
  const gone = then.flatMap(([part]) => (one.has(part) ? [] : [part]))
  return moved.length + added.length + gone.length === 0 ? same : { kind: 'parts', moved, added, gone }
}

function ofCells(now: Cell, then: Cell, unit: string): Difference {
  if (now.kind === 'number' && then.kind === 'number') return ofNumbers(now.value, then.value, unit)
  if (now.kind === 'rate' && then.kind === 'rate') return ofRates(now, then)
  if (now.kind === 'parts' && then.kind === 'parts') return ofParts(now.parts, then.parts)
  if (now.kind === 'text' && then.kind === 'text') return now.text === then.text ? same : { kind: 'reworded' }
  return none('shape')
}

/** What there is no value of. */
function gapOf(now: Cell, then: Cell): Obstacle | null {
  if (now.kind === 'withheld' || then.kind === 'withheld') return 'withheld'
  if (now.kind === 'unknown') return then.kind === 'unknown' ? 'unknown' : 'now_unknown'
  return then.kind === 'unknown' ? 'then_unknown' : null
}

/** What is not counted as it was. */
function shiftOf(now: Comparable, then: Comparable): Obstacle | null {
  if (now.unit !== then.unit) return 'unit'
  if (now.clock !== then.clock) return 'clock'
  return now.meaning_zh === then.meaning_zh ? null : 'meaning'
}

/** A figure beside that of a year before. Nothing is ever taken for zero. */
export function compare(now: Comparable | undefined, then: Comparable | undefined): Difference {
  if (now === undefined) return none('now_absent')
  if (then === undefined) return none('then_absent')
  const [one, other] = [cellOf(now.value), cellOf(then.value)]
  const why = gapOf(one, other) ?? shiftOf(now, then)
  return why === null ? ofCells(one, other, now.unit) : none(why)
}

/** All figures of two years, in the order of the later; those it no longer has come last. */
export function compareAll(now: readonly Comparable[], then: readonly Comparable[]): Line[] {
  const before = new Map(then.map((figure) => [figure.name, figure]))
  const kept = new Set(now.map(({ name }) => name))
  const lines: Omit<Line, 'difference'>[] = [
    ...now.map((figure) => ({ name: figure.name, now: figure, then: before.get(figure.name) })),
    ...then
      .filter(({ name }) => !kept.has(name))
      .map((figure) => ({ name: figure.name, now: undefined, then: figure })),
  ]
  return lines.map((line) => ({ ...line, difference: compare(line.now, line.then) }))
}

const isText = (figure: Comparable | undefined): boolean => figure !== undefined && cellOf(figure.value).kind === 'text'

const isYear = (figure: Comparable | undefined): boolean =>
  figure !== undefined && figure.unit === '' && cellOf(figure.value).kind === 'number'

/** Without the years the figures are of, which are always others. */
export const withoutYears = (lines: readonly Line[]): Line[] =>
  lines.filter(({ now, then }) => !isYear(now) && !isYear(then))

/** The lines that can name nobody: words are left out in whichever year they stand. */
export const nameless = (lines: readonly Line[]): Line[] =>
  lines.filter(({ now, then }) => !isText(now) && !isText(then))

export type Group = 'moved' | 'same' | 'none'

export const groupOf = ({ difference: { kind } }: Line): Group => (kind === 'same' || kind === 'none' ? kind : 'moved')

/** Whether what has been counted since the new year was counted up to another day. */
export const isOtherDay = (now: string, then: string): boolean => now.slice(5) !== then.slice(5)

/** Whether a figure grows with the days of its year. */
export const grows = ({ now, then }: Line): boolean =>
  ['flow', 'total'].includes((now ?? then)?.clock ?? '') && !isText(now) && !isText(then)
