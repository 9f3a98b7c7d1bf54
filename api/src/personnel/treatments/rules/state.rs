//! No state without its document or date (戒毒条例 §14–§24): what a state claims must stand in the record.
use chrono::NaiveDate;

use super::{is_in_community, last_day_to_report};
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

pub(super) fn check(treatment: &CreateTreatment, today: NaiveDate, broken: &mut Broken) {
    if is_in_community(treatment.kind) {
        check_report(treatment, today, broken);
        check_agreement(treatment, broken);
    }
    if let Some(rule) = end_of(treatment.state) {
        broken.when(treatment.ended_on.is_none(), "ended_on", rule);
        broken.when(treatment.outcome.is_none(), "outcome", rule);
    }
    broken.when(treatment.ended_on.is_some() && is_under_way(treatment.state), "ended_on", NOT_ENDED);
}

fn check_report(treatment: &CreateTreatment, today: NaiveDate, broken: &mut Broken) {
    use TreatmentState::{Executing, Ordered, OverdueNotReported, ReportedIn};
    let (state, has_reported) = (treatment.state, treatment.reported_in_on.is_some());
    broken.when(matches!(state, ReportedIn | Executing) && !has_reported, "reported_in_on", NEEDS_REPORT);
    broken.when(matches!(state, Ordered | OverdueNotReported) && has_reported, "state", HAS_REPORTED);
    if state == OverdueNotReported {
        broken.when(treatment.received_on.is_none(), "received_on", NEEDS_RECEIPT);
        let last_day = treatment.received_on.and_then(last_day_to_report);
        broken.when(last_day.is_some_and(|last| today <= last), "state", NOT_OVERDUE);
    }
}

fn check_agreement(treatment: &CreateTreatment, broken: &mut Broken) {
    let (is_reported, is_signed) = (treatment.reported_in_on.is_some(), treatment.agreement_signed_on.is_some());
    let needs_agreement = match treatment.state {
        // Without a report-in that is what is missing first.
        TreatmentState::Executing => is_reported,
        TreatmentState::Violated => true,
        _ => false,
    };
    broken.when(needs_agreement && !is_signed, "agreement_signed_on", NEEDS_AGREEMENT);
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

    #[test]
    fn executing_and_violated_need_an_agreement() {
        let unsigned = |state| CreateTreatment { state, agreement_signed_on: None, ..treatment() };
        assert_broken(&unsigned(Executing), &[("/agreement_signed_on", NEEDS_AGREEMENT)]);
        assert_broken(&unsigned(Violated), &[("/agreement_signed_on", NEEDS_AGREEMENT)]);
        assert_broken(&unsigned(ReportedIn), &[]);
        assert_broken(&CreateTreatment { state: Violated, ..treatment() }, &[]);
    }

    #[test]
    fn whoever_has_reported_in_is_neither_ordered_nor_overdue() {
        for state in [Ordered, OverdueNotReported] {
            assert_broken(&CreateTreatment { state, ..treatment() }, &[("/state", HAS_REPORTED)]);
            assert_broken(&unreported(state), &[]);
        }
    }

    #[test]
    fn overdue_is_whoever_had_fifteen_days() {
        let received =
            |received_on| CreateTreatment { decided_on: None, received_on, ..unreported(OverdueNotReported) };
        assert_broken(&received(None), &[("/received_on", NEEDS_RECEIPT)]);
        let ago = |days| crate::platform::clock::today().checked_sub_days(chrono::Days::new(days));
        assert_broken(&received(ago(15)), &[("/state", NOT_OVERDUE)]);
        assert_broken(&received(ago(16)), &[]);
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
            assert_broken(&bare, &[("/ended_on", rule), ("/outcome", rule)]);
            let whole = CreateTreatment { ended_on: day("2025-09-10"), outcome: Some("回执".into()), ..bare };
            assert_broken(&whole, &[]);
        }
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
