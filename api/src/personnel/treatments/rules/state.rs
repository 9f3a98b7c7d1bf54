//! No state against the dates, and no new state without its document or date (戒毒条例 §14–§24).
//!
//! A ledger may tell how a measure stands without the papers that made it so: what is imported is only held against its own
//! dates. Whoever enters or changes a state here must have them.
use chrono::NaiveDate;

use super::{is_in_community, last_day_to_report, term};
use crate::personnel::treatments::dto::{CreateTreatment, TreatmentState};
use crate::platform::error::{Broken, Rule};

pub(super) const NEEDS_REPORT: Rule = Rule {
    code: "treatment.state.needs_report",
    zh: "“已报到”“执行中”须有报到日期（戒毒条例第14条）",
    en: "reported in and executing need the day of reporting in (Regulation §14)",
};
const NEEDS_AGREEMENT: Rule = Rule {
    code: "treatment.state.needs_agreement",
    zh: "“执行中”“严重违反协议”须有签订协议日期（戒毒条例第16条）",
    en: "executing and serious violation need the day the agreement was signed (Regulation §16)",
};
const HAS_REPORTED: Rule = Rule {
    code: "treatment.state.has_reported",
    zh: "已有报到日期，状态不能是“已责令”或“逾期未报到”（戒毒条例第14条）",
    en: "whoever has reported in is neither merely ordered nor overdue (Regulation §14)",
};
const NEEDS_RECEIPT: Rule = Rule {
    code: "treatment.state.needs_received_on",
    zh: "“逾期未报到”须有收到决定书的日期，十五日由此起算（戒毒条例第14条）",
    en: "overdue needs the day the order was received, from which fifteen days run (Regulation §14)",
};
const NOT_OVERDUE: Rule = Rule {
    code: "treatment.state.not_overdue",
    zh: "收到决定书未满十五日，不能登记为“逾期未报到”（戒毒条例第14条）",
    en: "the fifteen days for reporting in are not over yet (Regulation §14)",
};
const NEEDS_HANDOVER: Rule = Rule {
    code: "treatment.state.needs_handover",
    zh: "“已移交”须填写移交日期和移交回执（禁毒法第35条、戒毒条例第21条）",
    en: "handed over needs the day and the receipt of the police (Law §35, Regulation §21)",
};
const NEEDS_TRANSFER: Rule = Rule {
    code: "treatment.state.needs_transfer",
    zh: "“变更执行地”须填写变更日期和新的执行地（戒毒条例第22条）",
    en: "transferred out needs the day and the new place of execution (Regulation §22)",
};
const NEEDS_CONVERSION: Rule = Rule {
    code: "treatment.state.needs_conversion",
    zh: "“转强制隔离戒毒”须填写决定日期和决定书（禁毒法第38条）",
    en: "converted needs the day and the decision of the police (Law §38)",
};
const NEEDS_TERMINATION: Rule = Rule {
    code: "treatment.state.needs_termination",
    zh: "“终止”须填写终止日期和事由（戒毒条例第24条）",
    en: "terminated needs the day and the reason (Regulation §24)",
};
const NEEDS_RELEASE: Rule = Rule {
    code: "treatment.state.needs_release",
    zh: "“解除”须填写解除日期和解除通知书（戒毒条例第23、40条）",
    en: "released needs the day and the notice of release (Regulation §23, §40)",
};
const NEEDS_TERM: Rule = Rule {
    code: "treatment.state.needs_term",
    zh: "“期满”“解除”须有期满日期（戒毒条例第23条）",
    en: "expired and released need the last day of the term (Regulation §23)",
};
const NEEDS_SUSPENSION: Rule = Rule {
    code: "treatment.state.needs_suspension",
    zh: "“中止”须有尚未结束的中止期间（戒毒条例第24条）",
    en: "suspended needs a suspension that has not ended (Regulation §24)",
};
const NOT_ENDED: Rule = Rule {
    code: "treatment.ended_on.state",
    zh: "措施尚未结束，不能填写结束日期",
    en: "a measure that goes on has no day on which it ended",
};

/// Whether the state is one that the town works with, not one in which the measure is over.
pub(super) fn is_under_way(state: TreatmentState) -> bool {
    use TreatmentState::{Executing, Ordered, OverdueNotReported, ReportedIn, Suspended, Violated};
    matches!(state, Ordered | ReportedIn | Executing | Suspended | OverdueNotReported | Violated)
}

/// What must be on record before a record may say that it is over, if anything.
fn end_of(state: TreatmentState) -> Option<Rule> {
    match state {
        TreatmentState::HandedOver => Some(NEEDS_HANDOVER),
        TreatmentState::TransferredOut => Some(NEEDS_TRANSFER),
        TreatmentState::Converted => Some(NEEDS_CONVERSION),
        TreatmentState::Terminated => Some(NEEDS_TERMINATION),
        TreatmentState::Released => Some(NEEDS_RELEASE),
        _ => None,
    }
}

/// What contradicts the dates, whoever says it.
pub(super) fn check(treatment: &CreateTreatment, today: NaiveDate, broken: &mut Broken) {
    use TreatmentState::{Executing, Ordered, OverdueNotReported, ReportedIn};
    let (state, has_reported) = (treatment.state, treatment.reported_in_on.is_some());
    if is_in_community(treatment.kind) {
        broken.when(matches!(state, ReportedIn | Executing) && !has_reported, "reported_in_on", NEEDS_REPORT);
        broken.when(matches!(state, Ordered | OverdueNotReported) && has_reported, "state", HAS_REPORTED);
        let is_unsigned = treatment.agreement_signed_on.is_none();
        // Without a report-in that is what is missing first.
        broken.when(state == Executing && has_reported && is_unsigned, "agreement_signed_on", NEEDS_AGREEMENT);
        let last_day = treatment.received_on.map(last_day_to_report);
        let has_time = state == OverdueNotReported && last_day.is_some_and(|last| today <= last);
        broken.when(has_time, "state", NOT_OVERDUE);
    }
    broken.when(treatment.ended_on.is_some() && is_under_way(state), "ended_on", NOT_ENDED);
}

/// The documents and dates that the state calls for and that are not there, each by its field.
pub(super) fn missing(treatment: &CreateTreatment) -> Vec<(&'static str, Rule)> {
    let state = treatment.state;
    let is_in_community = is_in_community(treatment.kind);
    let is_in = |wanted: TreatmentState| is_in_community && state == wanted;
    let mut missing = Vec::new();
    let mut need = |is_missing: bool, field, rule| {
        if is_missing {
            missing.push((field, rule));
        }
    };
    let (is_unsigned, is_open) = (treatment.agreement_signed_on.is_none(), term::is_open(treatment));
    need(is_in(TreatmentState::Violated) && is_unsigned, "agreement_signed_on", NEEDS_AGREEMENT);
    let is_unreceived = treatment.received_on.is_none();
    need(is_in(TreatmentState::OverdueNotReported) && is_unreceived, "received_on", NEEDS_RECEIPT);
    need(state == TreatmentState::Suspended && !is_open, "suspended_periods", NEEDS_SUSPENSION);
    let is_over = is_in(TreatmentState::Expired) || is_in(TreatmentState::Released);
    need(is_over && treatment.term_ends_on.is_none(), "term_ends_on", NEEDS_TERM);
    if let Some(rule) = end_of(state) {
        need(treatment.ended_on.is_none(), "ended_on", rule);
        need(treatment.outcome.is_none(), "outcome", rule);
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_broken, day, treatment};
    use super::*;
    use TreatmentState::{
        Converted, Executing, Expired, HandedOver, Ordered, OverdueNotReported, Released, ReportedIn, Suspended,
        Terminated, TransferredOut, Violated,
    };

    fn unreported(state: TreatmentState) -> CreateTreatment {
        CreateTreatment { state, reported_in_on: None, agreement_signed_on: None, term_ends_on: None, ..treatment() }
    }

    fn assert_missing(treatment: &CreateTreatment, expected: &[(&str, Rule)]) {
        assert_broken(treatment, &[]);
        assert_eq!(missing(treatment), expected);
    }

    #[test]
    fn executing_and_violated_need_an_agreement() {
        let unsigned = |state| CreateTreatment { state, agreement_signed_on: None, ..treatment() };
        assert_broken(&unsigned(Executing), &[("/agreement_signed_on", NEEDS_AGREEMENT)]);
        assert_missing(&unsigned(Violated), &[("agreement_signed_on", NEEDS_AGREEMENT)]);
        assert_missing(&unsigned(ReportedIn), &[]);
        assert_missing(&CreateTreatment { state: Violated, ..treatment() }, &[]);
    }

    #[test]
    fn whoever_has_reported_in_is_neither_ordered_nor_overdue() {
        for state in [Ordered, OverdueNotReported] {
            assert_broken(&CreateTreatment { state, ..treatment() }, &[("/state", HAS_REPORTED)]);
            assert_missing(&unreported(state), &[]);
        }
    }

    #[test]
    fn overdue_is_whoever_had_fifteen_days() {
        let received =
            |received_on| CreateTreatment { decided_on: None, received_on, ..unreported(OverdueNotReported) };
        assert_missing(&received(None), &[("received_on", NEEDS_RECEIPT)]);
        let ago = |days| crate::platform::clock::today().checked_sub_days(chrono::Days::new(days));
        assert_broken(&received(ago(15)), &[("/state", NOT_OVERDUE)]);
        assert_missing(&received(ago(16)), &[]);
    }

    #[test]
    fn nothing_is_over_without_its_day_and_document() {
        for (state, rule) in [
            (HandedOver, NEEDS_HANDOVER),
            (TransferredOut, NEEDS_TRANSFER),
            (Converted, NEEDS_CONVERSION),
            (Terminated, NEEDS_TERMINATION),
            (Released, NEEDS_RELEASE),
        ] {
            let bare = CreateTreatment { state, term_ends_on: day("2025-09-08"), ..treatment() };
            assert_missing(&bare, &[("ended_on", rule), ("outcome", rule)]);
            let whole = CreateTreatment { ended_on: day("2025-09-10"), outcome: Some("回执".into()), ..bare };
            assert_missing(&whole, &[]);
        }
        let endless = CreateTreatment { state: Expired, term_ends_on: None, ..treatment() };
        assert_missing(&endless, &[("term_ends_on", NEEDS_TERM)]);
    }

    #[test]
    fn suspended_is_what_stands_still_now() {
        assert_missing(
            &CreateTreatment { state: Suspended, ..treatment() },
            &[("suspended_periods", NEEDS_SUSPENSION)],
        );
    }

    #[test]
    fn what_goes_on_has_not_ended() {
        for state in [Executing, Violated] {
            let ended = CreateTreatment { state, ended_on: day("2025-09-10"), ..treatment() };
            assert_broken(&ended, &[("/ended_on", NOT_ENDED)]);
        }
        assert!(is_under_way(Suspended) && !is_under_way(Expired));
    }
}
