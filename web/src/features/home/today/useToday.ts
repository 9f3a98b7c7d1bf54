import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { useI18n } from 'vue-i18n'
import { today } from '@/composables/today'
import { useDrafts } from '@/drafts/useDrafts'
import { useSession } from '@/session/session'
import { groups, numbersFor, type Group, type TodayNumber } from './numbers'
import { countFindings, countGaps, useCounts, useRounds, useUnsettled, type Counted } from './queries'

/** A number in words, as far as it has been read; `error` where the server did not tell it. */
export interface Line {
  key: string
  group: Group
  label: string
  tone: TodayNumber['tone']
  to: TodayNumber['to']
  counted: Counted | undefined
  error: Error | null
}

/** What may be looked at, and what a file lacks, is no work of this day. */
const isWork = ({ group }: Pick<Line, 'group'>): boolean => group !== 'look' && group !== 'missing'

/** The rounds under way and what they have missed, and the rosters with differences, each by its own name. */
function useNamed() {
  const { t } = useI18n()
  const session = useSession()
  const { data: rounds } = useRounds(today(), session.can('inspections:write') && session.can('inspections:read'))
  const { data: rosters } = useUnsettled(session.can('reconciliation:read') && session.can('reconciliation:decide'))
  return computed(() => [
    ...(rounds.value ?? []).map(({ id, title }) => ({
      label: t('today.round', { title }),
      key: id,
      group: 'places' as const,
      tone: 'due' as const,
      to: `/campaigns/${id}/gaps`,
      queryKey: ['campaigns', id, 'gaps', 'count'],
      count: () => countGaps(id),
    })),
    ...(rosters.value ?? []).map(({ id, file_name }) => ({
      label: t('today.unsettled', { file: file_name }),
      key: id,
      group: 'check' as const,
      tone: 'due' as const,
      to: { path: `/reconciliations/${id}`, query: { open: 'true' } },
      queryKey: ['reconciliations', id, 'findings', 'count'],
      count: () => countFindings(id),
    })),
  ])
}

/** What lies on this device alone is counted here; no server knows of it. */
function useUnsent() {
  const { t } = useI18n()
  const session = useSession()
  const queue = useDrafts()
  return computed<Line[]>(() => {
    if (!session.can('inspections:write')) return []
    const counted = queue.isReady ? { total: queue.drafts.length, total_is_lower_bound: false } : undefined
    return [
      { key: 'unsent', group: 'duties', label: t('today.unsent'), tone: 'bad', to: '/drafts', counted, error: null },
    ]
  })
}

/** The numbers of the caller's first page, by group, and whether any of them calls for work. */
export function useToday(division: MaybeRefOrGetter<string | undefined>) {
  const { t } = useI18n()
  const session = useSession()
  const named = useNamed()
  const unsent = useUnsent()
  const asked = computed(() => [
    ...numbersFor({
      can: session.can,
      role: session.me?.role ?? '',
      day: today(),
      division: toValue(division),
    }).map((number) => ({ ...number, label: t(`today.${number.key}`) })),
    ...named.value,
  ])
  const answers = useCounts(asked)

  const lines = computed<Line[]>(() => [
    ...asked.value.map(({ key, group, label, tone, to }, at) => {
      const answer = answers.value[at]
      return { key, group, label, tone, to, counted: answer?.data, error: answer?.error ?? null }
    }),
    ...unsent.value,
  ])
  const byGroup = computed(() => {
    const found = groups.map((group) => ({ group, lines: lines.value.filter((line) => line.group === group) }))
    return found.filter((one) => one.lines.length > 0)
  })
  const of = (group: Group): Line[] => lines.value.filter((line) => line.group === group)
  /** Only what was read may be called nothing. */
  const isQuiet = computed(() => lines.value.filter(isWork).every(({ counted }) => counted?.total === 0))
  return { byGroup, of, isQuiet, hasWork: computed(() => lines.value.some(isWork)) }
}
