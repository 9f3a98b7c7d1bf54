//! What a mapping may say, and by what a line of headings is known.
use std::borrow::Cow;

use sha2::{Digest, Sha256};

use super::dto::{CreateImportMapping, MappedColumn};
use crate::codes::text::is_clean;
use crate::imports::headings::{self, SEARCHED, key, texts};
use crate::imports::ledger::{Column, Ledger, Registry};
use crate::imports::reader::{Cell, Row};
use crate::imports::rules::{NO_RESOURCE, missing_columns};
use crate::imports::workbooks::REASONS;
use crate::platform::error::{ApiError, ApiResult, FieldError, Rule, Sentence};
use crate::platform::hex;

/// No such mapping.
pub const NO_MAPPING: Rule =
    Rule { code: "import_mapping.not_found", zh: "没有这条表头对应关系", en: "no such mapping of headings" };
/// A second one for the same line.
pub const TAKEN: Rule = Rule {
    code: "import_mapping.taken",
    zh: "这些表头已有对应关系，请修改原有的一条",
    en: "these headings have a mapping already; change that one",
};
const LENGTH: Rule =
    Rule {
        code: "import_mapping.heading.length", zh: "表头应为1至100个字", en: "a heading has 1 to 100 characters"
    };
const DATA: Rule = Rule {
    code: "import_mapping.heading.is_data",
    zh: "这不像表头：表头里不应有六位以上的数字",
    en: "this is no heading: six digits in a row stand in none",
};
const LONGEST: usize = 100;
/// So many digits in a row are a day, a telephone or an identity number, and no heading: nothing of a person may be kept here.
const DIGITS: usize = 6;

/// By what a line of headings is known again: all of them, as they are compared, in no order.
pub fn line<'a>(headings: impl Iterator<Item = &'a str>) -> String {
    // A workbook that was given back with its errors is the same sheet.
    let mut keys: Vec<String> = headings.map(key).filter(|key| !key.is_empty() && key != REASONS).collect();
    keys.sort_unstable();
    hex::digits(&Sha256::digest(keys.join("\n")))
}

/// The lines of a sheet that may be its headings.
pub fn lines(rows: &[Row]) -> Vec<String> {
    rows.iter().take(SEARCHED).map(|row| line(texts(row).into_iter().map(|(_, text)| text))).collect()
}

/// Whether a mapping can be kept.
///
/// # Errors
/// 422 with all that is wrong: no such ledger, what is no heading, fields that are not the ledger's, one thing said twice.
pub fn check(new: &CreateImportMapping, registry: &Registry) -> ApiResult<()> {
    let ledger = registry.find(&new.resource).ok_or_else(|| ApiError::invalid("/resource", NO_RESOURCE))?;
    let mut wrong: Vec<FieldError> = Vec::new();
    for (index, heading) in new.headings.iter().enumerate() {
        let verdict = is_heading(heading);
        wrong.extend(verdict.err().map(|rule| FieldError::new(format!("/headings/{index}"), rule)));
    }
    for (index, column) in new.columns.iter().enumerate() {
        let before = new.columns.get(..index).unwrap_or_default();
        let at = |member: &str| format!("/columns/{index}/{member}");
        wrong.extend(heading_fault(column, before, &new.headings).map(|fault| fault.at(at("heading"))));
        wrong.extend(field_fault(column, before, ledger, registry).map(|fault| fault.at(at("field"))));
    }
    if wrong.is_empty() {
        wrong.extend(lacking(new, ledger.columns()));
    }
    ApiError::all(wrong)
}

fn is_heading(heading: &str) -> Result<(), Rule> {
    is_clean(heading)?;
    let folded = key(heading);
    if folded.is_empty() || heading.chars().count() > LONGEST {
        return Err(LENGTH);
    }
    let longest = folded.split(|character: char| !character.is_numeric()).map(|run| run.chars().count()).max();
    if longest.is_some_and(|longest| longest >= DIGITS) { Err(DATA) } else { Ok(()) }
}

/// What is wrong, in words that name it.
struct Fault(&'static str, String, String);

impl Fault {
    fn at(self, pointer: String) -> FieldError {
        let Self(code, zh, en) = self;
        FieldError { pointer, code: code.to_owned(), detail: Sentence { zh: Cow::Owned(zh), en: Cow::Owned(en) } }
    }
}

fn heading_fault(column: &MappedColumn, before: &[MappedColumn], all: &[String]) -> Option<Fault> {
    let (heading, wanted) = (&column.heading, key(&column.heading));
    let fault =
        |code, zh, en| Some(Fault(code, format!("表头“{heading}”{zh}"), format!("the heading “{heading}” {en}")));
    match all.iter().filter(|one| key(one) == wanted).count() {
        0 => fault("import_mapping.heading.absent", "不在所列表头之中", "is not among the headings listed"),
        1 if before.iter().any(|one| key(&one.heading) == wanted) => {
            fault("import_mapping.heading.mapped_twice", "对应了两次", "is mapped twice")
        }
        1 => None,
        _ => fault(
            "import_mapping.heading.repeated",
            "在表中出现不止一次，无法对应；请先在表中改名",
            "stands in the sheet more than once and cannot be mapped; rename it there first",
        ),
    }
}

fn field_fault(
    column: &MappedColumn,
    before: &[MappedColumn],
    ledger: &dyn Ledger,
    registry: &Registry,
) -> Option<Fault> {
    let MappedColumn { heading, field } = column;
    let has = |ledger: &dyn Ledger| ledger.columns().iter().any(|known| known.name == field);
    let (title, resource) = (ledger.title(), ledger.resource());
    if !has(ledger) {
        let other = registry.iter().find(|other| has(*other));
        return Some(match other {
            Some(other) => Fault(
                "import_mapping.field.of_another",
                format!("表头“{heading}”对应的字段 {field} 属于{}，不属于{title}", other.title()),
                format!("“{heading}” is mapped to {field}, a field of {} and not of {resource}", other.resource()),
            ),
            None => Fault(
                "import_mapping.field.unknown",
                format!("表头“{heading}”对应的字段 {field} 不存在"),
                format!("“{heading}” is mapped to {field}, and there is no such field"),
            ),
        });
    }
    let first = before.iter().find(|one| one.field == *field)?;
    Some(Fault(
        "import_mapping.field.taken",
        format!("表头“{}”和“{heading}”对应了同一个字段 {field}", first.heading),
        format!("“{}” and “{heading}” are both mapped to {field}", first.heading),
    ))
}

/// A mapping with which the sheet could not be read either would be of no use.
fn lacking(new: &CreateImportMapping, columns: &'static [Column]) -> Option<FieldError> {
    let cells = new.headings.iter().map(|heading| Cell::Text(heading.clone())).collect();
    let layout = headings::locate(&[Row { number: 1, cells }], columns, &new.columns)?;
    let missing = layout.missing(columns);
    let (code, detail) = (!missing.is_empty()).then(|| missing_columns(&missing))?;
    Some(FieldError { pointer: "/columns".to_owned(), code: code.to_owned(), detail })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_known_again_however_it_is_spelled_and_ordered() {
        let first = line(["姓　名*", "证号", "", "备注"].into_iter());
        assert_eq!(line(["备注", "姓名", "证号", "错误说明"].into_iter()), first);
        assert_ne!(line(["备注", "姓名"].into_iter()), first);
    }

    #[test]
    fn what_stands_in_rows_is_no_heading() {
        for good in ["姓名", "2025年1月检测", "12位代码"] {
            assert_eq!(is_heading(good), Ok(()), "{good}");
        }
        for data in ["990981199003070024", "电话１３９００００００００", "20250101"] {
            assert_eq!(is_heading(data), Err(DATA), "{data}");
        }
        assert_eq!(is_heading(" ： "), Err(LENGTH));
    }
}
