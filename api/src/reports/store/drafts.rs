//! What is done to a draft: edit, refresh, freeze, withdraw.
use diesel::prelude::*;

use super::rows::{Content, ReportRow};
use super::{Desk, TABLE, find_beside, find_row};
use crate::platform::access::Tx;
use crate::platform::coded::Coded;
use crate::platform::db::schema::reports;
use crate::platform::error::{ApiError, ApiResult, FieldError, Rule, Sentence};
use crate::platform::http::Withdraw;
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::reports::changes::changes;
use crate::reports::compile::{take, write};
use crate::reports::dto::{EditParagraph, FreezeReport, Report, ReportState};
use crate::reports::edit;
use crate::reports::findings::Finding;

const NO_PARAGRAPH: Rule =
    Rule { code: "report.paragraph.not_found", zh: "报告里没有这一段", en: "the report has no such paragraph" };
const FROZEN: Rule =
    Rule { code: "report.frozen", zh: "报告已冻结，不能再改", en: "the report is frozen and cannot change" };

/// Replaces a paragraph by the drafter's own words, or brings the template's back. The other paragraphs stay as they were
/// printed, whatever the template says by now.
///
/// # Errors
/// 404, 409 when frozen, 412, 422 when a figure was typed over.
pub fn edit_paragraph(
    tx: &mut Tx<'_>,
    desk: &Desk,
    id: Id,
    version: i64,
    key: &str,
    change: EditParagraph,
) -> ApiResult<Report> {
    let (row, mut content) = open_draft(tx, id, version)?;
    let now = take(tx, &desk.sources, &row.question())?;
    let shown = content.document.blocks.iter().find(|block| block.key == key);
    let shown = shown.ok_or(ApiError::NotFound(NO_PARAGRAPH))?;
    match change.text {
        None => drop(content.edits.remove(key)),
        Some(text) => {
            let names = content.figures.iter().map(|figure| figure.name.as_str()).collect();
            let accepted = edit::accept(shown, &text, &names).map_err(|refused| refused_text(&refused.to_string()))?;
            content.edits.insert(key.to_owned(), accepted.edit);
        }
    }
    let written = write(&content.figures, &content.edits)?.blocks.into_iter().find(|block| block.key == key);
    let written = written.ok_or(ApiError::NotFound(NO_PARAGRAPH))?;
    content.document.blocks.iter_mut().filter(|block| block.key == key).for_each(|block| *block = written.clone());
    save(tx, &row, &content, "edits")?;
    find_beside(tx, desk, id, &now)
}

/// The sentence has both languages, parted by a full-width semicolon.
fn refused_text(sentence: &str) -> ApiError {
    let (zh, en) = sentence.split_once('；').unwrap_or((sentence, sentence));
    let detail = Sentence { zh: zh.to_owned().into(), en: en.to_owned().into() };
    ApiError::Invalid(vec![FieldError { pointer: "/text".into(), code: "report.paragraph.figure".into(), detail }])
}

/// Measures every figure anew and writes the text from the present template; the drafter's words stay.
///
/// # Errors
/// 404, 409 when frozen, 412.
pub fn refresh(tx: &mut Tx<'_>, desk: &Desk, id: Id, version: i64) -> ApiResult<Report> {
    let (row, content) = open_draft(tx, id, version)?;
    let figures = take(tx, &desk.sources, &row.question())?;
    let document = write(&figures, &content.edits)?;
    let before = content.document.clone();
    let content = Content { figures, document, ..content };
    save(tx, &row, &content, "figures")?;
    let report = find_beside(tx, desk, id, &content.figures)?;
    Ok(Report { changes: changes(&before, &report.document), ..report })
}

/// Freezes text and figures for good, with the findings that were accepted.
///
/// # Errors
/// 404, 409 when frozen, 412, 422 when something was found and not accepted.
pub fn freeze(tx: &mut Tx<'_>, desk: &Desk, id: Id, version: i64, freeze: FreezeReport) -> ApiResult<Report> {
    let (row, content) = open_draft(tx, id, version)?;
    let accepted = content.findings();
    if !freeze.accept_findings {
        ApiError::all(accepted.iter().map(not_accepted).collect())?;
    }
    let now = take(tx, &desk.sources, &row.question())?;
    let content = Content { accepted, ..content };
    let (at, version) = (tx.at().naive_utc(), row.version + 1);
    let changes = (
        reports::state.eq(ReportState::Frozen.code()),
        reports::frozen_at.eq(at),
        reports::frozen_by.eq(tx.author().account_id()),
        reports::sealed.eq(tx.vault().open_key(&row.data_key)?.seal(TABLE, id, &content)?),
        reports::version.eq(version),
        reports::updated_at.eq(at),
    );
    let entry =
        Entry { action: "frozen", ..Entry::updated(TABLE, id, &row.division_code, version, vec!["state".into()]) };
    tx.apply(diesel::update(reports::table.find(id)).set(changes), entry)?;
    find_beside(tx, desk, id, &now)
}

fn not_accepted(finding: &Finding) -> FieldError {
    let detail = Sentence { zh: finding.zh.clone().into(), en: finding.en.clone().into() };
    let code = format!("report.finding.{}", finding.code.code());
    FieldError { pointer: "/accept_findings".into(), code, detail }
}

/// Withdraws a draft: out of lists, not out of the journal. Answers it as it was.
///
/// # Errors
/// 404, 409 when frozen, 412.
pub fn withdraw(tx: &mut Tx<'_>, desk: &Desk, id: Id, version: i64, why: Withdraw) -> ApiResult<Report> {
    let (row, content) = open_draft(tx, id, version)?;
    let now = take(tx, &desk.sources, &row.question())?;
    let report = find_beside(tx, desk, id, &now)?;
    let content = Content { withdrawn_because: Some(why.reason), ..content };
    let (at, version) = (tx.at().naive_utc(), row.version + 1);
    let changes = (
        reports::withdrawn_at.eq(at),
        reports::sealed.eq(tx.vault().open_key(&row.data_key)?.seal(TABLE, id, &content)?),
        reports::version.eq(version),
        reports::updated_at.eq(at),
    );
    let entry = Entry::withdrawn(TABLE, id, &row.division_code, version);
    tx.apply(diesel::update(reports::table.find(id)).set(changes), entry)?;
    Ok(Report { version, updated_at: tx.at(), ..report })
}

fn open_draft(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<(ReportRow, Content)> {
    let row = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    if ReportState::stored(&row.state)? == ReportState::Frozen {
        return Err(ApiError::Conflict(FROZEN));
    }
    let content = row.content(tx)?;
    Ok((row, content))
}

fn save(tx: &mut Tx<'_>, row: &ReportRow, content: &Content, field: &'static str) -> ApiResult<()> {
    let version = row.version + 1;
    let sealed = tx.vault().open_key(&row.data_key)?.seal(TABLE, row.id, content)?;
    let changes =
        (reports::sealed.eq(sealed), reports::version.eq(version), reports::updated_at.eq(tx.at().naive_utc()));
    let entry = Entry::updated(TABLE, row.id, &row.division_code, version, vec![field.into()]);
    tx.apply(diesel::update(reports::table.find(row.id)).set(changes), entry).map(drop)
}
