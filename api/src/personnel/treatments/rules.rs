//! What an episode can say: dates in the order the law gives them, and no state without its document.
use chrono::{Days, NaiveDate};
use validator::ValidationError;

use super::dto::{CreateTreatment, TreatmentKind, TreatmentState};
use crate::codes::text;
use crate::platform::clock;
use crate::platform::error::Rule;

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
const FUTURE: Rule = Rule {
    code: "treatment.date.future",
    zh: "已发生的日期不能晚于今天",
    en: "what has happened cannot lie in the future",
};
const STATE_NEEDS_REPORT: Rule = Rule {
    code: "treatment.state.needs_report",
    zh: "“已报到”“执行中”须有报到日期（戒毒条例第14条）",
    en: "reported in and executing need the day of reporting in (Regulation §14)",
};
const STATE_NEEDS_AGREEMENT: Rule = Rule {
    code: "treatment.state.needs_agreement",
    zh: "“执行中”须有签订协议日期（戒毒条例第16条）",
    en: "executing needs the day the agreement was signed (Regulation §16)",
};

/// Days to report in after receiving the order (戒毒条例 §14), the start day excluded.
pub const REPORT_IN_DAYS: u64 = 15;

/// What the dates and the state say together.
///
/// # Errors
/// The first rule broken.
pub fn check(treatment: &CreateTreatment) -> Result<(), ValidationError> {
    if let Some(rule) = broken(treatment) {
        return Err(rule.into());
    }
    [&treatment.document_no, &treatment.outcome, &treatment.notes]
        .into_iter()
        .flatten()
        .try_for_each(|words| text::is_clean(words))
        .map_err(Into::into)
}

fn broken(treatment: &CreateTreatment) -> Option<Rule> {
    let CreateTreatment { decided_on, received_on, reported_in_on, agreement_signed_on, term_ends_on, .. } = treatment;
    let is_before = |later: &Option<NaiveDate>, earlier: Option<NaiveDate>| {
        later.zip(earlier).is_some_and(|(later, earlier)| later < earlier)
    };
    let today = clock::today();
    let started = reported_in_on.or(*decided_on);
    if [decided_on, received_on, reported_in_on, agreement_signed_on].into_iter().flatten().any(|date| *date > today) {
        Some(FUTURE)
    } else if is_before(received_on, *decided_on) {
        Some(RECEIVED_BEFORE_DECIDED)
    } else if is_before(reported_in_on, received_on.or(*decided_on)) {
        Some(REPORTED_BEFORE_RECEIVED)
    } else if agreement_signed_on.is_some() && reported_in_on.is_none() {
        Some(SIGNED_WITHOUT_REPORT)
    } else if is_before(agreement_signed_on, *reported_in_on) {
        Some(SIGNED_BEFORE_REPORTED)
    } else if is_before(term_ends_on, started) {
        Some(ENDS_BEFORE_BEGINNING)
    } else {
        state_without_document(treatment)
    }
}

fn state_without_document(treatment: &CreateTreatment) -> Option<Rule> {
    let is_in_community =
        matches!(treatment.kind, TreatmentKind::CommunityTreatment | TreatmentKind::CommunityRehabilitation);
    if !is_in_community {
        return None;
    }
    match treatment.state {
        TreatmentState::ReportedIn | TreatmentState::Executing if treatment.reported_in_on.is_none() => {
            Some(STATE_NEEDS_REPORT)
        }
        TreatmentState::Executing if treatment.agreement_signed_on.is_none() => Some(STATE_NEEDS_AGREEMENT),
        _ => None,
    }
}

/// The state that the dates of a ledger row amount to on `today`.
pub fn state_of(
    kind: TreatmentKind,
    received_on: Option<NaiveDate>,
    reported_in_on: Option<NaiveDate>,
    agreement_signed_on: Option<NaiveDate>,
    today: NaiveDate,
) -> TreatmentState {
    let is_overdue =
        received_on.and_then(|day| day.checked_add_days(Days::new(REPORT_IN_DAYS))).is_some_and(|last| today > last);
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
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    fn treatment() -> CreateTreatment {
        CreateTreatment {
            kind: TreatmentKind::CommunityTreatment,
            state: TreatmentState::Executing,
            document_no: None,
            decided_on: day("2025-03-01"),
            received_on: day("2025-03-02"),
            reported_in_on: day("2025-03-09"),
            agreement_signed_on: day("2025-03-10"),
            term_ends_on: day("2028-03-08"),
            outcome: None,
            notes: None,
        }
    }

    #[test]
    fn dates_in_the_order_of_the_law_are_accepted() {
        assert_eq!(broken(&treatment()), None);
    }

    #[test]
    fn nobody_reports_in_before_the_order_is_received() {
        assert_eq!(
            broken(&CreateTreatment { reported_in_on: day("2025-03-01"), ..treatment() }),
            Some(REPORTED_BEFORE_RECEIVED)
        );
    }

    #[test]
    fn no_agreement_before_the_report_in() {
        assert_eq!(
            broken(&CreateTreatment { agreement_signed_on: day("2025-03-08"), ..treatment() }),
            Some(SIGNED_BEFORE_REPORTED)
        );
        assert_eq!(broken(&CreateTreatment { reported_in_on: None, ..treatment() }), Some(SIGNED_WITHOUT_REPORT));
    }

    #[test]
    fn executing_needs_its_agreement() {
        assert_eq!(broken(&CreateTreatment { agreement_signed_on: None, ..treatment() }), Some(STATE_NEEDS_AGREEMENT));
    }

    #[test]
    fn the_sixteenth_day_without_report_is_overdue() {
        let state =
            |today| state_of(TreatmentKind::CommunityTreatment, day("2025-03-02"), None, None, day(today).unwrap());
        assert_eq!(
            (state("2025-03-17"), state("2025-03-18")),
            (TreatmentState::Ordered, TreatmentState::OverdueNotReported)
        );
    }
}
