import { useI18n } from 'vue-i18n'
import { useCodes } from '@/composables/useCodes'
import { useFormat } from '@/composables/useFormat'
import { limitOf, raisedBy, sumOf } from './limit'
import type { RulePack, RuleText } from './queries'

const riskLevels = ['high', 'medium', 'low', 'unrated'] as const

/** Rules in words. */
export function useRuleWords(packs: () => readonly RulePack[]) {
  const { t } = useI18n()
  const { label } = useCodes()
  const { join } = useFormat()

  function measures({ applies_to = [], term_over_months, term_at_most_months }: RuleText): string {
    if (applies_to.length === 0) return t('rules.whatever_measure')
    const kinds = join(applies_to.map((kind) => label('treatment_kind', kind)))
    if (term_over_months) return t('rules.term_over', { kinds, n: term_over_months })
    return term_at_most_months ? t('rules.term_at_most', { kinds, n: term_at_most_months }) : kinds
  }

  /** What the days are counted from. */
  function anchor(rule: RuleText): string {
    const other = raisedBy(rule, packs())
    if (other !== undefined) return t('rules.anchor_missed', { title: other.title })
    const n = rule.anchor_count ?? 1
    const event = t(`rules.event_${rule.anchor}`, { n })
    // Of days it is not the how-manieth but how many.
    return n > 1 && rule.anchor !== 'absence_days' ? t('rules.nth', { n, event }) : event
  }

  function within({ count }: RuleText, days: number): string {
    if (days === 0) return t('rules.on_the_day')
    return t(count === 'working' ? 'rules.within_working' : 'rules.within', { n: days })
  }

  /** How long the windows are: so many days, by the grade in force, or by steps. Nothing where there is one deadline. */
  function rhythm({ every_days, by_risk, steps = [] }: RuleText): string[] {
    const ofRisk = (level: (typeof riskLevels)[number], months: number): string =>
      t('rules.by_risk', { level: label('risk_level', level), months })
    if (every_days) return [t('rules.every_days', { n: every_days })]
    if (by_risk) return [join(riskLevels.map((level) => ofRisk(level, by_risk[level])))]
    if (steps.length === 0) return []
    const sum = sumOf(steps)
    return [
      t('rules.steps', { n: sum.windows, months: sum.months }),
      join(steps.map(({ windows: n, months }) => t('rules.step', { n, months }))),
    ]
  }

  /** The limit, sentence by sentence. */
  function limit(rule: RuleText): string[] {
    const windows = rhythm(rule)
    if (windows.length > 0) {
      return [
        ...windows,
        ...(rule.suspension ? [t('rules.suspension', { words: label('rule_suspension', rule.suspension) })] : []),
      ]
    }
    const { days, basis } = limitOf(rule, packs())
    const opens = rule.opens_days_before ?? 0
    return [
      rule.after_months ? t('rules.after_months', { n: rule.after_months }) : '',
      within(rule, days),
      rule.day_off === 'next_day' ? t('rules.day_off', { words: label('rule_day_off', rule.day_off) }) : '',
      opens > 0 ? t('rules.opens', { n: opens }) : '',
      basis ?? '',
    ].filter(Boolean)
  }
  return { measures, anchor, limit, doneBy: ({ done_by }: RuleText) => label('rule_done_by', done_by) }
}
