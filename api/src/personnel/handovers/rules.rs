//! What a hand-over can say, and which documents its receipt calls for: the pair 未移交, 已移交 of systems in use.
use validator::ValidationError;

use super::dto::{CreateHandover, HandoverPaper, HandoverReason};
use crate::codes::text;
use crate::platform::clock;
use crate::platform::error::{Broken, Rule};

const FUTURE: Rule =
    Rule { code: "handover.date.future", zh: "日期不能晚于今天", en: "what has happened lies in the past" };
const RECEIPT_BEFORE: Rule = Rule {
    code: "handover.receipt_on.before",
    zh: "回执日期早于报告日期",
    en: "no receipt comes before what it is for",
};
const NEEDS_NUMBER: Rule = Rule {
    code: "handover.receipt_no.required",
    zh: "登记已移交须填写移交回执的编号（戒毒条例第二十一条、第四十四条）",
    en: "a hand-over names its receipt (Regulation §21, §44)",
};
const NO_RECEIPT: Rule =
    Rule {
        code: "handover.receipt_no.no_day", zh: "有回执编号，须填写回执日期", en: "a receipt has its day"
    };
const NEEDS_WARNING: Rule = Rule {
    code: "handover.documents.warning_letter",
    zh: "移交须附告诫书",
    en: "a hand-over has the written warning with it",
};
const NEEDS_OVERDUE: Rule = Rule {
    code: "handover.documents.overdue_proof",
    zh: "逾期未报到的移交须附逾期未报到证明（戒毒条例第十四条）",
    en: "an overdue report-in is handed over with its proof (Regulation §14)",
};
const NEEDS_NOTICE: Rule = Rule {
    code: "handover.documents.test_notice",
    zh: "逃避、拒绝检测的移交须附吸毒检测通知书（戒毒条例第二十条）",
    en: "evaded tests are handed over with the notice of the test (Regulation §20)",
};
const NEEDS_VIOLATION: Rule = Rule {
    code: "handover.documents.violation_proof",
    zh: "严重违反协议的移交须附严重违反协议证明（戒毒条例第二十条）",
    en: "a serious violation is handed over with its proof (Regulation §20)",
};

/// A hand-over is told in order, and its receipt has the documents its reason calls for.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(handover: &CreateHandover) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    let CreateHandover { reported_on, receipt_on, receipt_no, documents, .. } = handover;
    let today = clock::today();
    broken.when(*reported_on > today, "reported_on", FUTURE);
    broken.when(receipt_on.is_some_and(|on| on > today), "receipt_on", FUTURE);
    broken.when(receipt_on.is_some_and(|on| on < *reported_on), "receipt_on", RECEIPT_BEFORE);
    broken.when(receipt_on.is_some() && receipt_no.is_none(), "receipt_no", NEEDS_NUMBER);
    broken.when(receipt_on.is_none() && receipt_no.is_some(), "receipt_on", NO_RECEIPT);
    for (paper, rule) in needed(handover.reason) {
        let is_missing = receipt_on.is_some() && !documents.iter().any(|document| document.kind == *paper);
        broken.when(is_missing, "documents", *rule);
    }
    for (index, document) in documents.iter().enumerate() {
        let at = |field: &str| format!("documents/{index}/{field}");
        broken.when(document.issued_on.is_some_and(|on| on > today), &at("issued_on"), FUTURE);
        if let Some(number) = &document.document_no {
            broken.check(&at("document_no"), text::is_clean(number));
        }
    }
    let texts = [
        ("receipt_no", &handover.receipt_no),
        ("police_station", &handover.police_station),
        ("notes", &handover.notes),
    ];
    broken.texts(texts.map(|(field, words)| (field, words.as_ref())), text::is_clean);
    broken.done()
}

/// The documents without which no hand-over for this reason is complete.
fn needed(reason: HandoverReason) -> &'static [(HandoverPaper, Rule)] {
    use HandoverPaper::{OverdueProof, TestNotice, ViolationProof, WarningLetter};
    const WARNING: (HandoverPaper, Rule) = (WarningLetter, NEEDS_WARNING);
    const VIOLATION: (HandoverPaper, Rule) = (ViolationProof, NEEDS_VIOLATION);
    match reason {
        HandoverReason::ReportInOverdue => &[WARNING, (OverdueProof, NEEDS_OVERDUE)],
        HandoverReason::Evasions => &[WARNING, (TestNotice, NEEDS_NOTICE), VIOLATION],
        HandoverReason::Absences | HandoverReason::AbsenceDays => &[WARNING, VIOLATION],
        HandoverReason::Relapse | HandoverReason::Other => &[],
    }
}

#[cfg(test)]
mod tests {
    use validator::Validate;

    use super::super::dto::HandoverDocument;
    use super::*;
    use crate::platform::error::ApiError;

    fn handed_over(reason: HandoverReason, papers: &[HandoverPaper], receipt: Option<&str>) -> CreateHandover {
        let document = |kind: &HandoverPaper| HandoverDocument { kind: *kind, document_no: None, issued_on: None };
        CreateHandover {
            reason,
            reported_on: "2025-03-01".parse().expect("a day"),
            receipt_on: receipt.and_then(|day| day.parse().ok()),
            receipt_no: receipt.map(|_| "移交回执1号".into()),
            police_station: None,
            documents: papers.iter().map(document).collect(),
            notes: None,
        }
    }

    fn broken(handover: &CreateHandover) -> Vec<String> {
        match handover.validate().map_err(ApiError::from) {
            Err(ApiError::Invalid(errors)) => errors.into_iter().map(|error| error.code).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn a_receipt_calls_for_the_documents_of_its_reason() {
        use HandoverPaper::{OverdueProof, TestNotice, ViolationProof, WarningLetter};
        let evasions =
            |papers: &[HandoverPaper], receipt| broken(&handed_over(HandoverReason::Evasions, papers, receipt));
        assert!(evasions(&[], None).is_empty(), "a report alone needs none");
        assert_eq!(
            evasions(&[WarningLetter], Some("2025-03-02")),
            ["handover.documents.test_notice", "handover.documents.violation_proof"]
        );
        assert!(evasions(&[WarningLetter, TestNotice, ViolationProof], Some("2025-03-02")).is_empty());
        let overdue = handed_over(HandoverReason::ReportInOverdue, &[WarningLetter, OverdueProof], Some("2025-03-02"));
        assert!(broken(&overdue).is_empty());
        let early = handed_over(HandoverReason::Relapse, &[], Some("2025-02-28"));
        assert_eq!(broken(&early), ["handover.receipt_on.before"]);
    }
}
