import type { CreateTest, Test } from './queries'
import type { TypedRemote } from './remote'

export type Line = NonNullable<Test['panel']>[number]

/** A line being filled in: its result is read off the kit, never taken for granted. */
export type TypedLine = Omit<Line, 'result'> & { result?: Line['result'] }

/** A test being typed, some lines of its panel perhaps without a result yet. */
export type TypedTest = Omit<CreateTest, 'panel' | 'remote'> & { panel?: TypedLine[]; remote?: TypedRemote | null }

const isLine = (line: TypedLine): line is Line => line.substance.trim() !== '' && line.result !== undefined

/** The panel when every line of it is filled in, or null. */
export function wholePanel(lines: TypedLine[]): Line[] | null {
  const whole = lines.filter(isLine)
  return whole.length === lines.length ? whole : null
}
