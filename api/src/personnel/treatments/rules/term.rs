//! How long a measure lasts (禁毒法 §33, §47, §48; 戒毒条例 §14, §24, §27, §37), and when it stands still.
use chrono::{Days, Months, NaiveDate};

use super::state::is_under_way;
use super::{FUTURE, is_in_community};
use crate::codes::text;
use crate::personnel::treatments::dto::{CreateTreatment, SuspendedPeriod, TreatmentKind, TreatmentState};
use crate::platform::error::{Broken, Rule};

const TOO_LONG: Rule = Rule {
    code: "treatment.term_ends_on.too_long",
    zh: "期满日期超过法定最长期限三年（中止期间除外；禁毒法第33、47、48条）",
    en: "no measure lasts longer than three years, suspensions aside (Law §33, §47, §48)",
};
const TERM_RUNS: Rule = Rule {
    code: "treatment.state.term_runs",
    zh: "期限未满，不能登记为“期满”或“解除”（戒毒条例第23条）",
    en: "the term is not over yet (Regulation §23)",
};
const STILL_SUSPENDED: Rule = Rule {
    code: "treatment.suspended_periods.open",
    zh: "中止期间尚未结束，状态应为“中止”（戒毒条例第24条）",
    en: "while a suspension has not ended the state is suspended (Regulation §24)",
};
const RESUMED_BEFORE: Rule = Rule {
    code: "treatment.suspended_periods.order",
    zh: "恢复日期早于中止日期，或各中止期间前后重叠",
    en: "suspensions end after they begin, and one after the other",
};
const SUSPENDED_BEFORE_BEGINNING: Rule = Rule {
    code: "treatment.suspended_periods.before_start",
    zh: "中止日期早于措施开始的日期",
    en: "nothing is suspended before it begins",
};

/// Months that the longest measure lasts.
const LONGEST_MONTHS: u32 = 36;
/// A last day that is a holiday moves to the next working day (民法典 §203): no holiday has more days.
const LONGEST_HOLIDAY: u64 = 10;

pub(super) fn check(treatment: &CreateTreatment, today: NaiveDate, broken: &mut Broken) {
    check_length(treatment, today, broken);
    check_end(treatment, today, broken);
    check_suspensions(treatment, today, broken);
}

/// The day of the month `months` later that corresponds to `first`, the last of that month where it has none (民法典 §202).
fn corresponding_day(first: NaiveDate, months: u32) -> Option<NaiveDate> {
    first.checked_add_months(Months::new(months))
}

fn check_length(treatment: &CreateTreatment, today: NaiveDate, broken: &mut Broken) {
    let first = match treatment.kind {
        TreatmentKind::CommunityTreatment | TreatmentKind::CommunityRehabilitation => treatment.reported_in_on,
        TreatmentKind::CompulsoryIsolation => treatment.decided_on,
        TreatmentKind::Voluntary | TreatmentKind::Maintenance => None,
    };
    let slack = LONGEST_HOLIDAY + days_suspended(&treatment.suspended_periods, today);
    let longest = first
        .and_then(|first| corresponding_day(first, LONGEST_MONTHS))
        .and_then(|last| last.checked_add_days(Days::new(slack)));
    let is_too_long = treatment.term_ends_on.zip(longest).is_some_and(|(ends, longest)| ends > longest);
    broken.when(is_too_long, "term_ends_on", TOO_LONG);
}

fn days_suspended(periods: &[SuspendedPeriod], today: NaiveDate) -> u64 {
    let days = |period: &SuspendedPeriod| {
        let days = (period.resumed_on.unwrap_or(today) - period.suspended_on).num_days();
        u64::try_from(days).unwrap_or_default()
    };
    periods.iter().map(days).sum()
}

/// Compulsory isolation may end early (禁毒法 §47); a measure in the community ends with its term.
fn check_end(treatment: &CreateTreatment, today: NaiveDate, broken: &mut Broken) {
    let (field, ended) = match treatment.state {
        TreatmentState::Expired => ("state", treatment.ended_on.unwrap_or(today)),
        TreatmentState::Released => ("ended_on", treatment.ended_on.unwrap_or(today)),
        _ => return,
    };
    let runs = treatment.term_ends_on.is_some_and(|last| ended < last);
    broken.when(is_in_community(treatment.kind) && runs, field, TERM_RUNS);
}

/// Whether the execution stands still now.
pub(super) fn is_open(treatment: &CreateTreatment) -> bool {
    treatment.suspended_periods.last().is_some_and(|last| last.resumed_on.is_none())
}

fn check_suspensions(treatment: &CreateTreatment, today: NaiveDate, broken: &mut Broken) {
    let periods = &treatment.suspended_periods;
    let goes_on = is_under_way(treatment.state) && treatment.state != TreatmentState::Suspended;
    broken.when(goes_on && is_open(treatment), "suspended_periods", STILL_SUSPENDED);
    let begun = treatment.reported_in_on.or(treatment.decided_on);
    let mut free_from = Some(NaiveDate::MIN);
    for (index, period) in periods.iter().enumerate() {
        let at = |field: &str| format!("suspended_periods/{index}/{field}");
        let SuspendedPeriod { suspended_on, resumed_on, reason } = period;
        broken.when(*suspended_on > today, &at("suspended_on"), FUTURE);
        broken.when(resumed_on.is_some_and(|day| day > today), &at("resumed_on"), FUTURE);
        broken.when(begun.is_some_and(|day| *suspended_on < day), &at("suspended_on"), SUSPENDED_BEFORE_BEGINNING);
        broken.when(resumed_on.is_some_and(|day| day < *suspended_on), &at("resumed_on"), RESUMED_BEFORE);
        broken.when(free_from.is_none_or(|day| *suspended_on < day), &at("suspended_on"), RESUMED_BEFORE);
        broken.check(&at("reason"), text::is_clean(reason));
        free_from = *resumed_on;
    }
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;
    use proptest::prelude::*;

    use super::super::tests::{assert_broken, day, treatment};
    use super::*;

    fn period(suspended_on: &str, resumed_on: Option<&str>) -> SuspendedPeriod {
        let resumed_on = resumed_on.and_then(day);
        SuspendedPeriod { suspended_on: day(suspended_on).expect("a day"), resumed_on, reason: "刑事拘留".into() }
    }

    proptest! {
        #[test]
        fn a_term_ends_on_the_corresponding_day_or_the_last_of_its_month(days in 0_u64..40_000, months in 0_u32..=60) {
            let first = NaiveDate::from_ymd_opt(1990, 1, 1).expect("a date") + Days::new(days);
            let last = corresponding_day(first, months).expect("a date");
            let counted = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
            prop_assert_eq!(counted(last) - counted(first), i64::from(months));
            let next_is_another_month = last.succ_opt().is_some_and(|next| next.month() != last.month());
            prop_assert!(last.day() == first.day() || (last.day() < first.day() && next_is_another_month));
        }

        #[test]
        fn a_term_may_be_as_long_as_the_law_says_and_as_it_stood_still(days in 0_u64..2000, still in 0_u64..400) {
            let first = NaiveDate::from_ymd_opt(2019, 1, 1).expect("a date") + Days::new(days);
            let suspended_on = first + Days::new(1);
            let stood_still = SuspendedPeriod {
                suspended_on,
                resumed_on: Some(suspended_on + Days::new(still)),
                reason: "刑事拘留".into(),
            };
            let longest = corresponding_day(first, LONGEST_MONTHS).expect("a date") + Days::new(still);
            let of_term = |ends: NaiveDate| {
                let mut broken = Broken::default();
                let treatment = CreateTreatment {
                    reported_in_on: Some(first),
                    term_ends_on: Some(ends),
                    suspended_periods: vec![stood_still.clone()],
                    ..treatment()
                };
                check_length(&treatment, longest, &mut broken);
                broken.done().is_ok()
            };
            prop_assert!(of_term(longest) && !of_term(longest + Days::new(LONGEST_HOLIDAY + 1)));
        }
    }

    #[test]
    fn the_twenty_ninth_of_february_ends_on_the_twenty_eighth() {
        assert_eq!(corresponding_day(day("2024-02-29").expect("a day"), 36), day("2027-02-28"));
    }

    #[test]
    fn nobody_is_released_before_the_term_is_over() {
        let released = |ended_on, term_ends_on| CreateTreatment {
            state: TreatmentState::Released,
            ended_on: day(ended_on),
            term_ends_on,
            outcome: Some("解除通知书".into()),
            ..treatment()
        };
        assert_broken(&released("2025-09-07", day("2025-09-08")), &[("/ended_on", TERM_RUNS)]);
        assert_broken(&released("2025-09-08", day("2025-09-08")), &[]);
        let early =
            CreateTreatment { kind: TreatmentKind::CompulsoryIsolation, ..released("2025-09-07", day("2026-03-01")) };
        assert_broken(&early, &[]);
        let expired = CreateTreatment { state: TreatmentState::Expired, ..treatment() };
        assert_broken(&expired, &[("/state", TERM_RUNS)]);
    }

    #[test]
    fn nothing_goes_on_while_it_stands_still() {
        let of = |state, suspended_periods| CreateTreatment { state, suspended_periods, ..treatment() };
        let (closed, open) = (period("2025-05-01", Some("2025-06-01")), period("2025-07-01", None));
        let both = vec![closed.clone(), open];
        assert_broken(&of(TreatmentState::Suspended, both.clone()), &[]);
        assert_broken(&of(TreatmentState::Executing, both), &[("/suspended_periods", STILL_SUSPENDED)]);
        assert_broken(&of(TreatmentState::Executing, vec![closed]), &[]);
    }

    #[test]
    fn suspensions_follow_one_another() {
        let of = |suspended_periods| CreateTreatment { suspended_periods, ..treatment() };
        let backwards = of(vec![period("2025-05-01", Some("2025-04-01"))]);
        assert_broken(&backwards, &[("/suspended_periods/0/resumed_on", RESUMED_BEFORE)]);
        let early = of(vec![period("2025-01-01", Some("2025-04-01"))]);
        assert_broken(&early, &[("/suspended_periods/0/suspended_on", SUSPENDED_BEFORE_BEGINNING)]);
        let overlapping = of(vec![period("2025-05-01", Some("2025-06-01")), period("2025-05-20", Some("2025-06-20"))]);
        assert_broken(&overlapping, &[("/suspended_periods/1/suspended_on", RESUMED_BEFORE)]);
    }
}
