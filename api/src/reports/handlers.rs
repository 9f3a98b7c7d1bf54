//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreateReport, EditParagraph, Report, ReportFilter, ReportSummary};
use super::{render, store};
use crate::indicators::{EvidencePage, Sources};
use crate::platform::auth::{Caller, ReadReports, WriteReports};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::body::Binary;
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Query};
use crate::platform::id::Id;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// List reports, newest first.
#[utoipa::path(tag = "reports", params(ReportFilter, Paging), security(("bearer" = ["reports:read"])),
    responses((status = OK, body = Page<ReportSummary>), ApiError))]
#[get("/reports")]
pub async fn list_reports(
    caller: Caller<ReadReports>,
    list: List<ReportFilter>,
) -> ApiResult<Body<Page<ReportSummary>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Draft a report: every figure is measured and kept with the records behind it.
#[utoipa::path(tag = "reports", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["reports:write"])),
    responses((status = CREATED, body = Report), ApiError))]
#[post("/reports")]
pub async fn create_report(
    caller: Caller<WriteReports>,
    sources: Sources,
    Json(new): Json<CreateReport>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, &sources, new)).await
}

/// Find one report, with the figures behind which something has changed since.
#[utoipa::path(tag = "reports", security(("bearer" = ["reports:read"])), responses((status = OK, body = Report), ApiError))]
#[get("/reports/{id}")]
pub async fn find_report(caller: Caller<ReadReports>, sources: Sources, id: Path<Id>) -> ApiResult<Found<Report>> {
    caller.read(move |reading| store::find(reading, &sources, *id)).await.map(Found)
}

/// Put a paragraph into one's own words; figures stay locked.
#[utoipa::path(tag = "reports", params(("If-Match" = String, Header)), security(("bearer" = ["reports:write"])),
    responses((status = OK, body = Report), ApiError))]
#[patch("/reports/{id}/paragraphs/{key}")]
pub async fn edit_paragraph(
    caller: Caller<WriteReports>,
    sources: Sources,
    path: Path<(Id, String)>,
    IfMatch(version): IfMatch,
    Json(change): Json<EditParagraph>,
) -> ApiResult<Found<Report>> {
    let (id, key) = path.into_inner();
    caller.write(move |tx| store::edit_paragraph(tx, &sources, id, version, &key, change)).await.map(Found)
}

/// Measure every figure anew; words the drafter changed stay.
#[utoipa::path(tag = "reports", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["reports:write"])),
    responses((status = OK, body = Report), ApiError))]
#[post("/reports/{id}/refresh")]
pub async fn refresh_report(
    caller: Caller<WriteReports>,
    sources: Sources,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::refresh(tx, &sources, *id, version)).await
}

/// Freeze text and figures for good.
#[utoipa::path(tag = "reports", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["reports:write"])),
    responses((status = OK, body = Report), ApiError))]
#[post("/reports/{id}/freeze")]
pub async fn freeze_report(
    caller: Caller<WriteReports>,
    sources: Sources,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::freeze(tx, &sources, *id, version)).await
}

/// List the records behind one figure, as the report took it.
#[utoipa::path(tag = "reports", params(Paging), security(("bearer" = ["reports:read"])),
    responses((status = OK, body = EvidencePage), ApiError))]
#[get("/reports/{id}/figures/{name}/records")]
pub async fn list_figure_records(
    caller: Caller<ReadReports>,
    path: Path<(Id, String)>,
    Query(paging): Query<Paging>,
) -> ApiResult<Body<EvidencePage>> {
    let (id, name) = path.into_inner();
    let evidence = caller.read(move |reading| store::evidence(reading, id, &name)).await?;
    let total = i64::try_from(evidence.len()).unwrap_or(i64::MAX);
    Ok(Body(EvidencePage { items: paging.slice(&evidence).to_vec(), total, total_is_lower_bound: false }))
}

/// Download a report as DOCX in the look of an official document (GB/T 9704).
#[utoipa::path(tag = "reports", security(("bearer" = ["reports:read"])),
    responses((status = OK, body = Binary, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), ApiError))]
#[get("/reports/{id}/document.docx")]
pub async fn download_document(caller: Caller<ReadReports>, sources: Sources, id: Path<Id>) -> ApiResult<HttpResponse> {
    let report = caller.read(move |reading| store::find(reading, &sources, *id)).await?;
    let bytes = render::docx(&report.document).map_err(|error| ApiError::Internal(error.into()))?;
    let name = format!("annual-summary-{}-{}.docx", report.division_code, report.year);
    Ok(HttpResponse::Ok()
        .content_type(DOCX)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes))
}
