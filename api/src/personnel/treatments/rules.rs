//! What an episode can say: dates in the order the law gives them, and no state without its document.
mod state;
mod term;

use chrono::NaiveDate;
use validator::ValidationError;

use super::dto::{CreateTreatment, Treatment, TreatmentKind, TreatmentState};
use crate::codes::calendar::{later, working_day};
use crate::codes::text;
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult, Broken, FieldError, Rule};

const RECEIVED_BEFORE_DECIDED: Rule = Rule {
    code: "treatment.received_on.before_decided",
    zh: "收到日期早于决定日期",
    en: "the order was received before it was made",
};
const REPORTED_BEFORE_RECEIVED: Rule = Rule {
    code: "treatment.reported_in_on.before_received",
    zh: "报到日期早于收到决定书的日期（戒毒条例第14条）",
    en: "reported in before the order was received (Regulation §14)",
};
const SIGNED_BEFORE_REPORTED: Rule = Rule {
    code: "treatment.agreement_signed_on.before_reported",
    zh: "签订协议日期早于报到日期（戒毒条例第16条）",
    en: "the agreement was signed before reporting in (Regulation §16)",
};
const SIGNED_WITHOUT_REPORT: Rule = Rule {
    code: "treatment.agreement_signed_on.without_report",
    zh: "没有报到日期，不能登记签订协议（戒毒条例第16条）",
    en: "an agreement needs a report-in first (Regulation §16)",
};
const ENDS_BEFORE_BEGINNING: Rule = Rule {
    code: "treatment.term_ends_on.before_start",
    zh: "期满日期早于起算日期",
    en: "the term ends before it begins",
};
const ENDED_BEFORE_BEGINNING: Rule = Rule {
    code: "treatment.ended_on.before_start",
    zh: "结束日期早于措施开始的日期",
    en: "the measure ended before it began",
};
const FUTURE: Rule = Rule {
    code: "treatment.date.future",
    zh: "已发生的日期不能晚于今天",
    en: "what has happened cannot lie in the future",
};
/// Days to report in after receiving the order (戒毒条例 §14), the start day excluded.
pub const REPORT_IN_DAYS: u32 = 15;

/// What the dates and the state say together.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(treatment: &CreateTreatment) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    let today = clock::today();
    check_dates(treatment, today, &mut broken);
    term::check(treatment, today, &mut broken);
    state::check(treatment, today, &mut broken);
    let texts = [("document_no", &treatment.document_no), ("outcome", &treatment.outcome), ("notes", &treatment.notes)];
    broken.texts(texts.map(|(field, words)| (field, words.as_ref())), text::is_clean);
    broken.done()
}

/// Refuses a new state without the documents and dates it calls for, and a change that takes them away. What was missing
/// before, because a ledger did not tell it, may go on missing.
///
/// # Errors
/// 422 with every field that is missing, and the article.
pub fn check_transition(before: Option<&CreateTreatment>, after: &CreateTreatment) -> ApiResult<()> {
    let known = before.filter(|before| before.state == after.state).map(state::missing).unwrap_or_default();
    let missing = state::missing(after).into_iter().filter(|missing| !known.contains(missing));
    ApiError::all(missing.map(|(field, rule)| FieldError::new(format!("/{field}"), rule)).collect())
}

/// The day from which somebody is newly put into compulsory isolation, and the field that says so.
pub fn isolated_on(before: Option<&CreateTreatment>, after: &CreateTreatment) -> Option<(&'static str, NaiveDate)> {
    let of = |one: &CreateTreatment| match (one.kind, one.state) {
        (TreatmentKind::CompulsoryIsolation, _) => one.decided_on.map(|on| ("/decided_on", on)),
        (_, TreatmentState::Converted) => one.ended_on.map(|on| ("/ended_on", on)),
        _ => None,
    };
    of(after).filter(|now| before.and_then(of).as_ref() != Some(now))
}

fn check_dates(treatment: &CreateTreatment, today: NaiveDate, broken: &mut Broken) {
    let CreateTreatment { decided_on, received_on, reported_in_on, agreement_signed_on, term_ends_on, .. } = *treatment;
    let is_before = |later: Option<NaiveDate>, earlier: Option<NaiveDate>| {
        later.zip(earlier).is_some_and(|(later, earlier)| later < earlier)
    };
    for (field, date) in [
        ("decided_on", decided_on),
        ("received_on", received_on),
        ("reported_in_on", reported_in_on),
        ("agreement_signed_on", agreement_signed_on),
        ("ended_on", treatment.ended_on),
    ] {
        broken.when(date.is_some_and(|date| date > today), field, FUTURE);
    }
    let is_unreported = agreement_signed_on.is_some() && reported_in_on.is_none();
    broken.when(is_before(received_on, decided_on), "received_on", RECEIVED_BEFORE_DECIDED);
    broken.when(is_before(reported_in_on, received_on.or(decided_on)), "reported_in_on", REPORTED_BEFORE_RECEIVED);
    broken.when(is_unreported, "agreement_signed_on", SIGNED_WITHOUT_REPORT);
    broken.when(is_before(agreement_signed_on, reported_in_on), "agreement_signed_on", SIGNED_BEFORE_REPORTED);
    broken.when(is_before(term_ends_on, reported_in_on.or(decided_on)), "term_ends_on", ENDS_BEFORE_BEGINNING);
    let begun = reported_in_on.or(received_on).or(decided_on);
    broken.when(is_before(treatment.ended_on, begun), "ended_on", ENDED_BEFORE_BEGINNING);
}

/// Whether the measure is carried out in the community, by the town.
fn is_in_community(kind: TreatmentKind) -> bool {
    matches!(kind, TreatmentKind::CommunityTreatment | TreatmentKind::CommunityRehabilitation)
}

/// Whether a measure in the community is under way: ordered or more, and not ended.
pub fn is_executed_in_community(treatment: &Treatment) -> bool {
    is_in_community(treatment.facts.kind) && state::is_under_way(treatment.facts.state)
}

/// The last day to report in after an order was received: a limit that ends on a day off ends on the next working day
/// (民法典 §203).
pub fn last_day_to_report(received_on: NaiveDate) -> NaiveDate {
    working_day(later(received_on, REPORT_IN_DAYS))
}

/// The state that the dates of a ledger row amount to on `today`.
pub fn state_of(
    kind: TreatmentKind,
    received_on: Option<NaiveDate>,
    reported_in_on: Option<NaiveDate>,
    agreement_signed_on: Option<NaiveDate>,
    today: NaiveDate,
) -> TreatmentState {
    let is_overdue = received_on.map(last_day_to_report).is_some_and(|last| today > last);
    match (kind, reported_in_on, agreement_signed_on) {
        (TreatmentKind::CompulsoryIsolation | TreatmentKind::Voluntary | TreatmentKind::Maintenance, ..) => {
            TreatmentState::Executing
        }
        (_, Some(_), Some(_)) => TreatmentState::Executing,
        (_, Some(_), None) => TreatmentState::ReportedIn,
        (_, None, _) if is_overdue => TreatmentState::OverdueNotReported,
        (_, None, _) => TreatmentState::Ordered,
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;
    use validator::Validate;

    use super::*;

    pub(super) fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    pub(super) fn treatment() -> CreateTreatment {
        CreateTreatment {
            kind: TreatmentKind::CommunityTreatment,
            state: TreatmentState::Executing,
            document_no: None,
            decided_on: day("2025-03-01"),
            received_on: day("2025-03-02"),
            reported_in_on: day("2025-03-09"),
            agreement_signed_on: day("2025-03-10"),
            term_ends_on: day("2028-03-08"),
            suspended_periods: Vec::new(),
            ended_on: None,
            outcome: None,
            notes: None,
        }
    }

    /// What the treatment breaks are these rules at these fields and no others.
    pub(super) fn assert_broken(treatment: &CreateTreatment, rules: &[(&str, Rule)]) {
        let expected: Vec<_> = rules.iter().map(|(pointer, rule)| FieldError::new(*pointer, *rule)).collect();
        let errors = match treatment.validate().map_err(ApiError::from) {
            Ok(()) => Vec::new(),
            Err(ApiError::Invalid(errors)) => errors,
            Err(other) => panic!("broken rules are invalid: {other}"),
        };
        assert_eq!(errors, expected);
    }

    proptest! {
        #[test]
        fn dates_stand_in_the_order_of_the_law(gaps in prop::array::uniform4(0_u64..200), swapped in 0_usize..3) {
            let mut at = NaiveDate::from_ymd_opt(2020, 1, 1).expect("a date");
            let days = gaps.map(|gap| {
                at = at + Days::new(gap);
                at
            });
            let of = |[decided, received, reported, signed]: [NaiveDate; 4]| CreateTreatment {
                decided_on: Some(decided),
                received_on: Some(received),
                reported_in_on: Some(reported),
                agreement_signed_on: Some(signed),
                term_ends_on: None,
                ..treatment()
            };
            prop_assert!(check(&of(days)).is_ok());
            prop_assume!(days[swapped] < days[swapped + 1]);
            let mut turned = days;
            turned.swap(swapped, swapped + 1);
            prop_assert!(check(&of(turned)).is_err());
        }
    }

    #[test]
    fn dates_in_the_order_of_the_law_are_accepted() {
        assert!(check(&treatment()).is_ok());
    }

    #[test]
    fn nobody_reports_in_before_the_order_is_received() {
        let early = CreateTreatment { reported_in_on: day("2025-03-01"), ..treatment() };
        assert_broken(&early, &[("/reported_in_on", REPORTED_BEFORE_RECEIVED)]);
    }

    #[test]
    fn no_agreement_before_the_report_in() {
        let early = CreateTreatment { agreement_signed_on: day("2025-03-08"), ..treatment() };
        assert_broken(&early, &[("/agreement_signed_on", SIGNED_BEFORE_REPORTED)]);
        let never = CreateTreatment { reported_in_on: None, state: TreatmentState::Ordered, ..treatment() };
        assert_broken(&never, &[("/agreement_signed_on", SIGNED_WITHOUT_REPORT)]);
    }

    #[test]
    fn a_state_needs_its_document_when_it_is_entered_and_as_long_as_it_has_it() {
        let of = |ended_on, outcome: Option<&str>| CreateTreatment {
            state: TreatmentState::HandedOver,
            ended_on: day(ended_on),
            outcome: outcome.map(str::to_owned),
            ..treatment()
        };
        let (bare, whole) = (of("", None), of("2025-09-10", Some("回执")));
        assert!(check_transition(None, &bare).is_err() && check_transition(Some(&treatment()), &bare).is_err());
        assert!(check_transition(Some(&treatment()), &whole).is_ok());
        assert!(check_transition(Some(&whole), &of("2025-09-10", None)).is_err());
        assert!(check_transition(Some(&bare), &of("", Some("回执"))).is_ok());
    }

    #[test]
    fn every_rule_is_told_at_once() {
        let bare = CreateTreatment {
            decided_on: day("2025-03-03"),
            reported_in_on: None,
            agreement_signed_on: None,
            term_ends_on: day("2025-03-02"),
            ..treatment()
        };
        let rules = [
            ("/received_on", RECEIVED_BEFORE_DECIDED),
            ("/reported_in_on", state::NEEDS_REPORT),
            ("/term_ends_on", ENDS_BEFORE_BEGINNING),
        ];
        assert_broken(&bare, &rules);
    }

    #[test]
    fn the_sixteenth_day_without_report_is_overdue() {
        let state =
            |today| state_of(TreatmentKind::CommunityTreatment, day("2025-03-03"), None, None, day(today).unwrap());
        assert_eq!(
            (state("2025-03-18"), state("2025-03-19")),
            (TreatmentState::Ordered, TreatmentState::OverdueNotReported)
        );
    }
}
