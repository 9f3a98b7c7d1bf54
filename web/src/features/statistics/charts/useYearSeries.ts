import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { FigureValue } from '@/figures/value'
import { useSeries, type PeriodKind, type StatisticsRow } from '../queries'
import { useCellWords } from '@/figures/useCellWords'
import { usePeriodName } from '../usePeriodName'
import type { Point } from './options'

/** A figure by part and by month or quarter of a year, in words and as points of a chart. */
export function useYearSeries(name: string, of: { division: string; year: number }, by: PeriodKind) {
  const { t } = useI18n()
  const say = useCellWords()
  const { short } = usePeriodName()
  const { data, error, isPending, refetch } = useSeries(name, () => ({ ...of, by }))
  const periods = computed(() => data.value?.periods.map(short) ?? [])
  const pointsOf = (cells: readonly FigureValue[]): Point[] =>
    cells.map((value, at) => ({ label: periods.value[at] ?? '', value, words: say(value) }))
  const labelOf = ({ division_code, name: area }: StatisticsRow): string =>
    division_code === data.value?.total.division_code ? t('statistics.own') : area
  const rows = computed(() =>
    (data.value?.rows ?? []).map((row) => ({ label: labelOf(row), points: pointsOf(row.cells) })),
  )
  const total = computed(() => pointsOf(data.value?.total.cells ?? []))
  /** The table of the chart: the whole first. */
  const lines = computed(() =>
    data.value
      ? [{ label: t('statistics.total'), points: total.value }, ...rows.value].map(({ label, points }) => [
          label,
          ...points.map(({ words }) => words),
        ])
      : [],
  )
  return { periods, rows, total, lines, error, isPending, refetch }
}
