//! One function an operation, in the order of the routes.
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get};
use chrono::Datelike;

use super::definition::{self, Sheet, Table};
use super::dto::{
    CellFilter, SelfAssessment, Series, SeriesFilter, StatisticsFilter, StatisticsForm, StatisticsForms,
    StatisticsTable,
};
use super::series::{periods_of, series};
use super::sheet::self_assessment;
use super::table::{self, Asked};
use super::workbook::{self, XLSX};
use crate::codes::{Period, PeriodKind};
use crate::indicators::{EvidencePage, Eyes, Question, Sources};
use crate::platform::access::Reading;
use crate::platform::auth::{Caller, ReadIndicators};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult, FieldError, Rule};
use crate::platform::http::body::Binary;
use crate::platform::http::{List, Paging, Query};

const NO_FORM: Rule = Rule { code: "statistics.not_found", zh: "没有这张统计表", en: "no such table or sheet" };
const NO_COLUMN: Rule =
    Rule { code: "statistics.no_column", zh: "统计表没有这一栏", en: "the table has no such column" };
const WRONG_PERIOD: Rule = Rule {
    code: "statistics.period",
    zh: "这张表不按这种期间统计，期间种类见 /statistics",
    en: "this table is not made for a period of that kind; see /statistics",
};

/// List the tables and sheets the committee asks for.
#[utoipa::path(tag = "statistics", security(("bearer" = ["indicators:read"])),
    responses((status = OK, body = StatisticsForms), ApiError))]
#[get("/statistics")]
pub async fn list_statistics(caller: Caller<ReadIndicators>) -> ApiResult<Body<StatisticsForms>> {
    let committee = definition::committee()?;
    let today = clock::today();
    let form = |id: &str, title: (&str, &str), period: PeriodKind| StatisticsForm {
        id: id.to_owned(),
        title_zh: title.0.to_owned(),
        title_en: title.1.to_owned(),
        period,
        latest: Period::ended_before(today, period),
    };
    let tables = committee.tables.iter().map(|one| form(&one.id, (&one.title_zh, &one.title_en), one.period)).collect();
    let sheets = committee.sheets.iter().map(|one| form(&one.id, (&one.title_zh, &one.title_en), one.period)).collect();
    caller.read(move |_| Ok(StatisticsForms { tables, sheets })).await.map(Body)
}

/// Find one figure by part of an area and by period of a year, as a chart shows it.
#[utoipa::path(tag = "statistics", params(SeriesFilter), security(("bearer" = ["indicators:read"])),
    responses((status = OK, body = Series), ApiError))]
#[get("/statistics/series/{name}")]
pub async fn find_series(
    caller: Caller<ReadIndicators>,
    sources: Sources,
    name: Path<String>,
    Query(filter): Query<SeriesFilter>,
) -> ApiResult<Body<Series>> {
    let capabilities = caller.capabilities;
    let work = move |reading: &mut Reading<'_>| {
        let eyes = Eyes::of(reading.scope, capabilities);
        let definition = sources.expect(&name)?;
        let today = clock::today();
        let division = Question::area(reading.scope, filter.division)?;
        let periods = periods_of(filter.year.unwrap_or_else(|| today.year()), filter.by, today);
        let questions: Vec<Question> =
            periods.into_iter().map(|period| Question::at_the_end_of(division.clone(), period, today)).collect();
        if let Some(last) = questions.last() {
            sources.admit(reading, last, "year", "division")?;
        }
        series(reading, (&sources, &eyes), definition, &questions)
    };
    caller.read_long(work).await.map(Body)
}

/// Find a table: a row for each part of the area, a column for each figure. Without `personnel:read`, figures about persons are
/// withheld of parts where they would tell of one to four.
#[utoipa::path(tag = "statistics", params(StatisticsFilter), security(("bearer" = ["indicators:read"])),
    responses((status = OK, body = StatisticsTable), ApiError))]
#[get("/statistics/tables/{table}")]
pub async fn find_table(
    caller: Caller<ReadIndicators>,
    sources: Sources,
    table: Path<String>,
    Query(filter): Query<StatisticsFilter>,
) -> ApiResult<Body<StatisticsTable>> {
    let form = form(&table)?;
    built(caller, sources, form, filter).await.map(Body)
}

async fn built(
    caller: Caller<ReadIndicators>,
    sources: Sources,
    form: &'static Table,
    filter: StatisticsFilter,
) -> ApiResult<StatisticsTable> {
    let capabilities = caller.capabilities;
    let work = move |reading: &mut Reading<'_>| {
        let eyes = Eyes::of(reading.scope, capabilities);
        let question = question(reading, &sources, (filter.division, filter.period), form.period)?;
        table::table(reading, &Asked { sources: &sources, eyes: &eyes, question: &question }, form)
    };
    caller.read_long(work).await
}

/// List the records behind a cell of a table, or those it lacks. Records of persons open with `personnel:read` only, leads with
/// `leads:read`.
#[utoipa::path(tag = "statistics", params(CellFilter, Paging), security(("bearer" = ["indicators:read"])),
    responses((status = OK, body = EvidencePage), ApiError))]
#[get("/statistics/tables/{table}/columns/{column}/records")]
pub async fn list_cell_records(
    caller: Caller<ReadIndicators>,
    sources: Sources,
    path: Path<(String, String)>,
    list: List<CellFilter>,
) -> ApiResult<Body<EvidencePage>> {
    let (table, column) = path.into_inner();
    let form = form(&table)?;
    let CellFilter { division, period, row, side } = list.filter;
    let column = form.columns.iter().find(|one| one.key() == column);
    let figure = column.ok_or(ApiError::NotFound(NO_COLUMN))?.name();
    let (is_personal, may_open) = (sources.is_personal(figure), sources.may_open(figure, caller.capabilities));
    let capabilities = caller.capabilities;
    let work = move |reading: &mut Reading<'_>| {
        let eyes = Eyes::of(reading.scope, capabilities);
        let question = question(reading, &sources, (division, period), form.period)?;
        let asked = Asked { sources: &sources, eyes: &eyes, question: &question };
        let records = table::records(reading, &asked, figure, row.as_deref(), side)?;
        Ok(records.map_or_else(EvidencePage::of_nothing, |records| {
            EvidencePage::of(&records, list.paging, is_personal, may_open)
        }))
    };
    caller.read_long(work).await.map(Body)
}

/// Download a table as a workbook, as it is handed in: title, unit, headings, rows, total, who and when.
#[utoipa::path(tag = "statistics", params(StatisticsFilter), security(("bearer" = ["indicators:read"])),
    responses((status = OK, body = Binary, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), ApiError))]
#[get("/statistics/tables/{table}/table.xlsx")]
pub async fn download_table(
    caller: Caller<ReadIndicators>,
    sources: Sources,
    table: Path<String>,
    Query(filter): Query<StatisticsFilter>,
) -> ApiResult<HttpResponse> {
    let form = form(&table)?;
    let table = built(caller, sources, form, filter).await?;
    let bytes = workbook::workbook(&table)?;
    let name = format!("{}-{}-{}.xlsx", table.id, table.division_code, table.period);
    Ok(HttpResponse::Ok()
        .content_type(XLSX)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes))
}

/// Find a sheet of points, scored as far as records prove it; each item names the records that cost points.
#[utoipa::path(tag = "statistics", params(StatisticsFilter), security(("bearer" = ["indicators:read"])),
    responses((status = OK, body = SelfAssessment), ApiError))]
#[get("/statistics/sheets/{sheet}")]
pub async fn find_self_assessment(
    caller: Caller<ReadIndicators>,
    sources: Sources,
    name: Path<String>,
    Query(filter): Query<StatisticsFilter>,
) -> ApiResult<Body<SelfAssessment>> {
    let sheet = sheet(&name)?;
    let capabilities = caller.capabilities;
    let work = move |reading: &mut Reading<'_>| {
        let eyes = Eyes::of(reading.scope, capabilities);
        let question = question(reading, &sources, (filter.division, filter.period), sheet.period)?;
        self_assessment(reading, &Asked { sources: &sources, eyes: &eyes, question: &question }, sheet)
    };
    caller.read_long(work).await.map(Body)
}

fn form(id: &str) -> ApiResult<&'static Table> {
    definition::committee()?.tables.iter().find(|one| one.id == id).ok_or(ApiError::NotFound(NO_FORM))
}

fn sheet(id: &str) -> ApiResult<&'static Sheet> {
    definition::committee()?.sheets.iter().find(|one| one.id == id).ok_or(ApiError::NotFound(NO_FORM))
}

fn question(
    reading: &mut Reading<'_>,
    sources: &Sources,
    (division, period): (Option<String>, Option<Period>),
    kind: PeriodKind,
) -> ApiResult<Question> {
    let today = clock::today();
    let period = period.unwrap_or_else(|| Period::ended_before(today, kind));
    if period.kind() != kind {
        return Err(ApiError::Invalid(vec![FieldError::new("period", WRONG_PERIOD)]));
    }
    let question = Question::at_the_end_of(Question::area(reading.scope, division)?, period, today);
    sources.admit(reading, &question, "period", "division")?;
    Ok(question)
}
