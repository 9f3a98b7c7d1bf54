import { useI18n } from 'vue-i18n'
import { useCodes } from '@/composables/useCodes'
import { useFormat } from '@/composables/useFormat'
import { limitOf, raisedBy, sumOf } from './limit'
import type { RulePack, RuleText } from './queries'

/** Rules in words. */
export function useRuleWords(packs: () => readonly RulePack[]) {
  const { t } = useI18n()
  const { label } = useCodes()
  const { join } = useFormat()

  function measures({ applies_to, term_over_months, term_at_most_months }: RuleText): string {
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

  function windows(steps: NonNullable<RuleText['steps']>, { suspension }: RuleText): string[] {
    const sum = sumOf(steps)
    return [
      t('rules.steps', { n: sum.windows, months: sum.months }),
      join(steps.map(({ windows: n, months }) => t('rules.step', { n, months }))),
      suspension === undefined ? '' : t('rules.suspension', { words: label('rule_suspension', suspension) }),
    ]
  }

  /** The limit, sentence by sentence. */
  function limit(rule: RuleText): string[] {
    if (rule.steps?.length) return windows(rule.steps, rule).filter(Boolean)
    const { days, basis } = limitOf(rule, packs())
    const opens = rule.opens_days_before ?? 0
    return [
      days === 0 ? t('rules.on_the_day') : t('rules.within', { n: days }),
      rule.day_off === 'next_day' ? t('rules.day_off', { words: label('rule_day_off', rule.day_off) }) : '',
      opens > 0 ? t('rules.opens', { n: opens }) : '',
      basis ?? '',
    ].filter(Boolean)
  }
  return { measures, anchor, limit, doneBy: ({ done_by }: RuleText) => label('rule_done_by', done_by) }
}
