//! What a document in the register can be.
use chrono::NaiveDate;
use validator::ValidationError;

use super::dto::{CreateDocument, DocumentKind};
use crate::codes::text;
use crate::platform::clock;
use crate::platform::error::{Broken, Rule};

const FUTURE: Rule = Rule {
    code: "document.issued_on.future",
    zh: "发文日期不能晚于今天",
    en: "a document cannot have been issued in the future",
};

/// Words of a title that tell its kind.
const WORDS: [(&str, DocumentKind); 8] = [
    ("方案", DocumentKind::Plan),
    ("计划", DocumentKind::Plan),
    ("规划", DocumentKind::Plan),
    ("通知", DocumentKind::Notice),
    ("总结", DocumentKind::Report),
    ("报告", DocumentKind::Report),
    ("汇报", DocumentKind::Report),
    ("纪要", DocumentKind::Minutes),
];

/// The kind a title tells: what it ends with is what it is, so that a notice that encloses a plan stays a notice.
pub fn kind_of_title(title: &str) -> DocumentKind {
    let placed = WORDS.iter().filter_map(|(word, kind)| Some((title.rfind(word)?, *kind)));
    placed.max_by_key(|(place, _)| *place).map_or(DocumentKind::Other, |(_, kind)| kind)
}

/// What the fields say together; single fields have their own rules.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(document: &CreateDocument) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.texts([("title", Some(&document.title)), ("document_no", document.document_no.as_ref())], text::is_clean);
    broken.when(document.issued_on > clock::today(), "issued_on", FUTURE);
    broken.done()
}

/// The first and the last day of a year; none for a year no calendar has.
pub fn days_of(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_ends_with_what_the_document_is() {
        for (title, kind) in [
            ("秀河镇毒品问题重点整治工作实施方案", DocumentKind::Plan),
            ("2026年禁毒工作计划", DocumentKind::Plan),
            ("关于开展“全民禁毒宣传月活动”的通知", DocumentKind::Notice),
            ("关于印发《毒品问题重点整治工作实施方案》的通知", DocumentKind::Notice),
            ("2025年度禁毒工作总结", DocumentKind::Report),
            ("关于上半年禁毒工作计划落实情况的报告", DocumentKind::Report),
            ("禁毒工作会议纪要", DocumentKind::Minutes),
            ("禁毒工作责任书", DocumentKind::Other),
            ("", DocumentKind::Other),
        ] {
            assert_eq!(kind_of_title(title), kind, "{title}");
        }
    }

    #[test]
    fn nothing_was_issued_tomorrow() {
        let issued = |issued_on| CreateDocument {
            division_code: "990981107000".to_owned(),
            title: "禁毒工作会议纪要".to_owned(),
            document_no: None,
            issued_on,
            kind: DocumentKind::Minutes,
        };
        let yesterday = clock::today() - chrono::Days::new(1);
        assert!(check(&issued(yesterday)).is_ok());
        let refused = check(&issued(clock::today() + chrono::Days::new(2))).expect_err("in the future");
        assert_eq!(refused.code, FUTURE.code);
    }
}
