//! Queries on `reports`. Rows never leave this folder.
mod rows;

use diesel::prelude::*;

use self::rows::{Content, ReportRow, report, summary};
use super::changes::changes;
use super::compile::{take, write};
use super::dto::{CreateReport, EditParagraph, Report, ReportFilter, ReportState, ReportSummary};
use super::edit::{self, Edits};
use crate::indicators::{Evidence, Question, Sources};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::Scope;
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::reports;
use crate::platform::error::{ApiError, ApiResult, FieldError, Rule, Sentence};
use crate::platform::http::{Page, Paging};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const TABLE: &str = "reports";
const NO_REPORT: Rule = Rule { code: "report.not_found", zh: "没有这份报告", en: "no such report" };
const NO_FIGURE: Rule =
    Rule { code: "report.figure.not_found", zh: "报告里没有这个数字", en: "the report has no such figure" };
const NO_PARAGRAPH: Rule =
    Rule { code: "report.paragraph.not_found", zh: "报告里没有这一段", en: "the report has no such paragraph" };
const FROZEN: Rule =
    Rule { code: "report.frozen", zh: "报告已冻结，不能再改", en: "the report is frozen and cannot change" };
const ELSEWHERE: Rule =
    Rule {
        code: "division_code.scope", zh: "该区划不在您的管理范围内", en: "this division is outside your area"
    };

/// A page of reports, newest first.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &ReportFilter, paging: Paging) -> ApiResult<Page<ReportSummary>> {
    let counted: i64 = matching(reading.scope, filter).count().get_result(reading.db)?;
    let query = matching(reading.scope, filter).order((reports::created_at.desc(), reports::id.desc()));
    let rows: Vec<ReportRow> =
        query.select(ReportRow::as_select()).limit(paging.per_page).offset(paging.offset()).load(reading.db)?;
    Ok(Page::new(rows.into_iter().map(summary).collect::<ApiResult<_>>()?, counted))
}

/// One report, with what has drifted since.
///
/// # Errors
/// 404 when there is none in scope.
pub fn find(reading: &mut Reading<'_>, sources: &Sources, id: Id) -> ApiResult<Report> {
    let row = find_row(reading, id)?;
    let content = row.content(reading)?;
    let now = take(reading, sources, &row.question())?;
    report(sources, row, &content, &now)
}

fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<ReportRow> {
    let query = visible(reading.scope).filter(reports::id.eq(id)).select(ReportRow::as_select());
    query.first(reading.db).optional()?.ok_or(ApiError::NotFound(NO_REPORT))
}

/// The records behind a figure as the report took it.
///
/// # Errors
/// 404.
pub fn evidence(reading: &mut Reading<'_>, id: Id, name: &str) -> ApiResult<Vec<Evidence>> {
    let row = find_row(reading, id)?;
    let figure = row.content(reading)?.figures.into_iter().find(|figure| figure.name == name);
    figure.map(|figure| figure.evidence).ok_or(ApiError::NotFound(NO_FIGURE))
}

/// Drafts a report: every figure is measured and kept.
///
/// # Errors
/// 422 when the division is out of scope.
pub fn insert(tx: &mut Tx<'_>, sources: &Sources, new: CreateReport) -> ApiResult<Report> {
    let CreateReport { kind, division_code, year, as_of } = new;
    if !tx.scope.covers(&division_code) {
        return Err(ApiError::invalid("/division_code", ELSEWHERE));
    }
    let id = Id::new();
    let question = Question { division: division_code.clone(), year, as_of };
    let content = Content { edits: Edits::new(), figures: take(tx, sources, &question)? };
    let (key, data_key) = tx.vault().new_key()?;
    let at = tx.at().naive_utc();
    let statement = diesel::insert_into(reports::table).values((
        reports::id.eq(id),
        reports::kind.eq(kind.code()),
        reports::division_code.eq(division_code.clone()),
        reports::year.eq(year),
        reports::as_of.eq(as_of),
        reports::state.eq(ReportState::Draft.code()),
        reports::data_key.eq(data_key),
        reports::sealed.eq(key.seal(TABLE, id, &content)?),
        (reports::version.eq(1), reports::created_at.eq(at), reports::updated_at.eq(at)),
    ));
    tx.apply(statement, Entry::created(TABLE, id, &division_code))?;
    find(tx, sources, id)
}

/// Replaces a paragraph by the drafter's own words, or brings the template's back.
///
/// # Errors
/// 404, 409 when frozen, 412, 422 when a figure was typed over.
pub fn edit_paragraph(
    tx: &mut Tx<'_>,
    sources: &Sources,
    id: Id,
    version: i64,
    key: &str,
    change: EditParagraph,
) -> ApiResult<Report> {
    let (row, mut content) = open_draft(tx, id, version)?;
    let document = write(&content.figures, &content.edits)?;
    let block = document.blocks.iter().find(|block| block.key == key).ok_or(ApiError::NotFound(NO_PARAGRAPH))?;
    match change.text {
        None => drop(content.edits.remove(key)),
        Some(text) => {
            let names = content.figures.iter().map(|figure| figure.name.as_str()).collect();
            let accepted = edit::accept(block, &text, &names).map_err(|refused| refused_text(&refused.to_string()))?;
            content.edits.insert(key.to_owned(), accepted.edit);
        }
    }
    save(tx, sources, &row, &content, "edits")
}

/// The sentence has both languages, parted by a full-width semicolon.
fn refused_text(sentence: &str) -> ApiError {
    let (zh, en) = sentence.split_once('；').unwrap_or((sentence, sentence));
    let detail = Sentence { zh: zh.to_owned().into(), en: en.to_owned().into() };
    ApiError::Invalid(vec![FieldError { pointer: "/text".into(), code: "report.paragraph.figure".into(), detail }])
}

/// Measures every figure anew; the drafter's words stay.
///
/// # Errors
/// 404, 409 when frozen, 412.
pub fn refresh(tx: &mut Tx<'_>, sources: &Sources, id: Id, version: i64) -> ApiResult<Report> {
    let (row, content) = open_draft(tx, id, version)?;
    let before = write(&content.figures, &content.edits)?;
    let content = Content { figures: take(tx, sources, &row.question())?, ..content };
    let report = save(tx, sources, &row, &content, "figures")?;
    Ok(Report { changes: changes(&before, &report.document), ..report })
}

/// Freezes text and figures for good.
///
/// # Errors
/// 404, 409 when frozen, 412.
pub fn freeze(tx: &mut Tx<'_>, sources: &Sources, id: Id, version: i64) -> ApiResult<Report> {
    let (row, _) = open_draft(tx, id, version)?;
    let (at, version) = (tx.at().naive_utc(), row.version + 1);
    let changes = (
        reports::state.eq(ReportState::Frozen.code()),
        reports::frozen_at.eq(at),
        reports::frozen_by.eq(tx.author().account_id()),
        reports::version.eq(version),
        reports::updated_at.eq(at),
    );
    let entry =
        Entry { action: "frozen", ..Entry::updated(TABLE, id, &row.division_code, version, vec!["state".into()]) };
    tx.apply(diesel::update(reports::table.find(id)).set(changes), entry)?;
    find(tx, sources, id)
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

fn save(
    tx: &mut Tx<'_>,
    sources: &Sources,
    row: &ReportRow,
    content: &Content,
    field: &'static str,
) -> ApiResult<Report> {
    let version = row.version + 1;
    let sealed = tx.vault().open_key(&row.data_key)?.seal(TABLE, row.id, content)?;
    let changes =
        (reports::sealed.eq(sealed), reports::version.eq(version), reports::updated_at.eq(tx.at().naive_utc()));
    let entry = Entry::updated(TABLE, row.id, &row.division_code, version, vec![field.into()]);
    tx.apply(diesel::update(reports::table.find(row.id)).set(changes), entry)?;
    find(tx, sources, row.id)
}

/// The reports a caller may see. Every query starts here.
fn visible(scope: &Scope) -> reports::BoxedQuery<'static, Backend> {
    reports::table
        .into_boxed()
        .filter(reports::withdrawn_at.is_null())
        .filter(reports::division_code.ge(scope.from.clone()))
        .filter(reports::division_code.lt(scope.to.clone()))
}

fn matching(scope: &Scope, filter: &ReportFilter) -> reports::BoxedQuery<'static, Backend> {
    let mut query = match &filter.division {
        Some(division) => visible(&scope.narrowed(division)),
        None => visible(scope),
    };
    if let Some(year) = filter.year {
        query = query.filter(reports::year.eq(year));
    }
    query
}
