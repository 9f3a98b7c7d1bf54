//! What the document register says of a year: which plan, which notice, and when.
use chrono::Datelike;

use super::{LEGAL_PLAN_TITLE, NOTICE_TITLE, NOTICE_WHEN, PLAN_TITLE, PLAN_WHEN, PLANS, one};
use crate::indicators::{Definition, Evidence, Measured, Value};
use crate::staff::documents::{DocumentKind, RegisteredDocument};

/// Last month of the first quarter.
const MARCH: u32 = 3;

/// Figures of the documents of one year, in the order of issue.
pub fn register(documents: &[RegisteredDocument]) -> [Measured; 6] {
    let plans = of_kind(documents, DocumentKind::Plan);
    let notices = of_kind(documents, DocumentKind::Notice);
    let plan = preferred(&plans, &["实施方案", "整治方案"]);
    let notice = preferred(&notices, &["宣传月"]);
    let legal = documents.iter().find(|document| is_legal_plan(document));
    let early = plans.iter().filter(|plan| is_early(plan)).map(|plan| evidence(plan)).collect();
    [
        titled(PLAN_TITLE, plan, "文件登记中没有当年的方案"),
        when(PLAN_WHEN, plan, "文件登记中没有当年的方案"),
        titled(NOTICE_TITLE, notice, "文件登记中没有当年的通知"),
        when(NOTICE_WHEN, notice, "文件登记中没有当年的通知"),
        titled(LEGAL_PLAN_TITLE, legal, "文件登记中没有当年的普法或宣传计划"),
        Measured::count(PLANS, early).unknown_if(
            documents.is_empty(),
            "文件登记中没有当年的文件",
            "no document of the year is registered",
        ),
    ]
}

fn of_kind(documents: &[RegisteredDocument], kind: DocumentKind) -> Vec<&RegisteredDocument> {
    documents.iter().filter(|document| document.facts.kind == kind).collect()
}

/// The first whose title holds one of the words, the more telling word first; else the first of all.
fn preferred<'a>(documents: &[&'a RegisteredDocument], words: &[&str]) -> Option<&'a RegisteredDocument> {
    let with = |word: &&str| documents.iter().find(|document| document.facts.title.contains(*word));
    words.iter().find_map(with).or(documents.first()).copied()
}

/// A report or minutes on such a plan are none.
fn is_legal_plan(document: &RegisteredDocument) -> bool {
    let title = &document.facts.title;
    !matches!(document.facts.kind, DocumentKind::Report | DocumentKind::Minutes)
        && (title.contains("普法") || title.contains("宣传"))
        && title.contains("计划")
}

fn is_early(document: &RegisteredDocument) -> bool {
    document.facts.issued_on.month() <= MARCH
}

fn titled(definition: &'static Definition, document: Option<&RegisteredDocument>, missing: &str) -> Measured {
    let title = |document: &RegisteredDocument| document.facts.title.trim_matches(['《', '》']).to_owned();
    told(definition, document, missing, title)
}

/// Only a plan sets out a year: a notice has its month.
fn when(definition: &'static Definition, document: Option<&RegisteredDocument>, missing: &str) -> Measured {
    let is_plan = definition.name == PLAN_WHEN.name;
    told(definition, document, missing, |document| {
        if is_plan && is_early(document) {
            "年初".to_owned()
        } else {
            format!("{}月", document.facts.issued_on.month())
        }
    })
}

fn told(
    definition: &'static Definition,
    document: Option<&RegisteredDocument>,
    missing: &str,
    tell: impl Fn(&RegisteredDocument) -> String,
) -> Measured {
    match document {
        Some(document) => Measured::known(definition, Value::Text(tell(document)), vec![evidence(document)]),
        None => Measured::unknown(definition, missing, "not in the document register"),
    }
}

fn evidence(document: &RegisteredDocument) -> Evidence {
    let facts = &document.facts;
    one("documents", document.id, document.version, &facts.title, Some(facts.issued_on), &facts.division_code)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::platform::clock;
    use crate::platform::id::Id;
    use crate::staff::documents::CreateDocument;

    fn document(kind: DocumentKind, title: &str, month: u32) -> RegisteredDocument {
        let facts = CreateDocument {
            division_code: "990981107000".into(),
            title: title.into(),
            document_no: None,
            issued_on: NaiveDate::from_ymd_opt(2025, month, 8).unwrap(),
            kind,
        };
        RegisteredDocument { id: Id::new(), facts, version: 1, created_at: clock::now(), updated_at: clock::now() }
    }

    fn texts(documents: &[RegisteredDocument]) -> Vec<Option<String>> {
        let text = |measured: &Measured| match measured.value.known() {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        };
        register(documents).iter().take(5).map(text).collect()
    }

    #[test]
    fn the_document_that_is_meant_goes_before_the_first() {
        let documents = [
            document(DocumentKind::Notice, "关于转发会议精神的通知", 1),
            document(DocumentKind::Plan, "应急预案工作方案", 2),
            document(DocumentKind::Plan, "《毒品问题重点整治工作实施方案》", 4),
            document(DocumentKind::Notice, "关于开展“全民禁毒宣传月活动”的通知", 5),
        ];
        let told = texts(&documents);
        let expected = ["毒品问题重点整治工作实施方案", "4月", "关于开展“全民禁毒宣传月活动”的通知", "5月"];
        assert_eq!(told.iter().flatten().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_plan_for_legal_publicity_is_known_by_its_title() {
        let documents = [
            document(DocumentKind::Report, "关于普法宣传计划落实情况的报告", 1),
            document(DocumentKind::Other, "2025年普法宣传工作计划", 2),
        ];
        assert_eq!(texts(&documents), [None, None, None, None, Some("2025年普法宣传工作计划".to_owned())]);
    }
}
