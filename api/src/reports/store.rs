//! Queries on `reports`. Rows never leave this folder.
mod drafts;
mod rows;

use diesel::prelude::*;

pub use self::drafts::{edit_paragraph, freeze, refresh, withdraw};
use self::rows::{Content, ReportRow, report, summary};
use super::compile::{KeptFigure, take, write};
use super::dto::{CreateReport, Report, ReportFilter, ReportState, ReportSummary};
use super::edit::Edits;
use crate::codes::Period;
use crate::indicators::{Evidence, Question, Side, Sources};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::{CapabilitySet, Scope};
use crate::platform::coded::Coded;
use crate::platform::db::schema::reports;
use crate::platform::db::{Backend, codes};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{Page, Paging};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::present;

const TABLE: &str = "reports";
const NO_REPORT: Rule = Rule { code: "report.not_found", zh: "没有这份报告", en: "no such report" };
const NO_FIGURE: Rule =
    Rule { code: "report.figure.not_found", zh: "报告里没有这个数字", en: "the report has no such figure" };
const ELSEWHERE: Rule =
    Rule {
        code: "division_code.scope", zh: "该区划不在您的管理范围内", en: "this division is outside your area"
    };

/// What there is to count, and what the reader may do: not every reader may open the records behind every figure.
#[derive(Clone)]
pub struct Desk {
    /// Figures.
    pub sources: Sources,
    /// What the reader may do.
    pub capabilities: CapabilitySet,
}

impl Desk {
    /// Whether the reader may open the records behind a figure.
    pub fn may_open(&self, name: &str) -> bool {
        self.sources.may_open(name, self.capabilities)
    }
}

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
pub fn find(reading: &mut Reading<'_>, desk: &Desk, id: Id) -> ApiResult<Report> {
    let question = find_row(reading, id)?.question();
    let now = take(reading, &desk.sources, &question)?;
    find_beside(reading, desk, id, &now)
}

/// One report beside the figures as they are now. A write measures before it writes: what is measured is kept for others
/// by the journal's position, and a position that is rolled back is given again.
fn find_beside(reading: &mut Reading<'_>, desk: &Desk, id: Id, now: &[KeptFigure]) -> ApiResult<Report> {
    let row = find_row(reading, id)?;
    let content = row.content(reading)?;
    report(desk, row, content, now)
}

fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<ReportRow> {
    let query = visible(reading.scope).filter(reports::id.eq(id)).select(ReportRow::as_select());
    query.first(reading.db).optional()?.ok_or(ApiError::NotFound(NO_REPORT))
}

/// The records behind a figure as the report took it, or those it lacked.
///
/// # Errors
/// 404.
pub fn evidence(reading: &mut Reading<'_>, id: Id, name: &str, side: Side) -> ApiResult<Vec<Evidence>> {
    let row = find_row(reading, id)?;
    let figure = row.content(reading)?.figures.into_iter().find(|figure| figure.name == name);
    let figure = figure.ok_or(ApiError::NotFound(NO_FIGURE))?;
    Ok(match side {
        Side::Counted => figure.evidence,
        Side::Lacking => figure.lacking.map(|gap| gap.evidence).unwrap_or_default(),
    })
}

/// Drafts a report: every figure is measured and kept.
///
/// # Errors
/// 422 when the division is out of scope or no town on record, or the day lies in the future or before the year.
pub fn insert(tx: &mut Tx<'_>, desk: &Desk, new: CreateReport) -> ApiResult<Report> {
    let CreateReport { kind, division_code, year, as_of } = new;
    if !tx.scope.covers(&division_code) {
        return Err(ApiError::invalid("/division_code", ELSEWHERE));
    }
    let id = Id::new();
    let question = Question { division: division_code.clone(), period: Period::year_of(year), as_of };
    desk.sources.admit_whole(tx, &question, "/as_of", "/division_code")?;
    let (figures, edits) = (take(tx, &desk.sources, &question)?, Edits::new());
    let document = write(&figures, &edits)?;
    let content = Content { edits, figures, document, accepted: Vec::new(), withdrawn_because: None };
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
    find_beside(tx, desk, id, &content.figures)
}

present!(visible, reports);

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
    if !filter.state.is_empty() {
        query = query.filter(reports::state.eq_any(codes::of(&filter.state)));
    }
    query
}
