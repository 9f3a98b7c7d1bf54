//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreateReport, EditParagraph, FreezeReport, Report, ReportFilter, ReportSummary};
use super::store::Desk;
use super::{render, store};
use crate::indicators::{EvidencePage, SideFilter, Sources};
use crate::platform::access::Reading;
use crate::platform::auth::{Caller, ReadReports, WriteReports};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::body::Binary;
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Withdraw};
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
    let desk = desk(&caller, sources);
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, &desk, new)).await
}

/// Find one report, with the figures behind which something has changed since.
#[utoipa::path(tag = "reports", security(("bearer" = ["reports:read"])), responses((status = OK, body = Report), ApiError))]
#[get("/reports/{id}")]
pub async fn find_report(caller: Caller<ReadReports>, sources: Sources, id: Path<Id>) -> ApiResult<Found<Report>> {
    let desk = desk(&caller, sources);
    caller.read(move |reading| store::find(reading, &desk, *id)).await.map(Found)
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
    let ((id, key), desk) = (path.into_inner(), desk(&caller, sources));
    caller.write(move |tx| store::edit_paragraph(tx, &desk, id, version, &key, change)).await.map(Found)
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
    let desk = desk(&caller, sources);
    caller.post(StatusCode::OK, move |tx| store::refresh(tx, &desk, *id, version)).await
}

/// Freeze text and figures for good. What was found must be accepted first.
#[utoipa::path(tag = "reports", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["reports:write"])),
    responses((status = OK, body = Report), ApiError))]
#[post("/reports/{id}/freeze")]
pub async fn freeze_report(
    caller: Caller<WriteReports>,
    sources: Sources,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(freeze): Json<FreezeReport>,
) -> ApiResult<HttpResponse> {
    let desk = desk(&caller, sources);
    caller.post(StatusCode::OK, move |tx| store::freeze(tx, &desk, *id, version, freeze)).await
}

/// Withdraw a draft; it stays in the journal with its reason. A frozen report cannot be withdrawn.
#[utoipa::path(tag = "reports", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["reports:write"])),
    responses((status = OK, body = Report), ApiError))]
#[post("/reports/{id}/withdraw")]
pub async fn withdraw_report(
    caller: Caller<WriteReports>,
    sources: Sources,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    let desk = desk(&caller, sources);
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, &desk, *id, version, why)).await
}

/// List the records behind one figure as the report took it, or those it lacked. Records of persons open with
/// `personnel:read` only.
#[utoipa::path(tag = "reports", params(SideFilter, Paging), security(("bearer" = ["reports:read"])),
    responses((status = OK, body = EvidencePage), ApiError))]
#[get("/reports/{id}/figures/{name}/records")]
pub async fn list_figure_records(
    caller: Caller<ReadReports>,
    sources: Sources,
    path: Path<(Id, String)>,
    list: List<SideFilter>,
) -> ApiResult<Body<EvidencePage>> {
    let (id, name) = path.into_inner();
    let desk = desk(&caller, sources);
    let (is_personal, may_open) = (desk.sources.is_personal(&name), desk.may_open(&name));
    let side = list.filter.side;
    let work = move |reading: &mut Reading<'_>| {
        let evidence = store::evidence(reading, id, &name, side)?;
        Ok(EvidencePage::of(&evidence, list.paging, is_personal, may_open))
    };
    caller.read(work).await.map(Body)
}

/// What a caller may see of the records behind figures.
fn desk<C>(caller: &Caller<C>, sources: Sources) -> Desk {
    Desk { sources, capabilities: caller.capabilities }
}

/// Download a report as DOCX in the look of an official document (GB/T 9704).
#[utoipa::path(tag = "reports", security(("bearer" = ["reports:read"])),
    responses((status = OK, body = Binary, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), ApiError))]
#[get("/reports/{id}/document.docx")]
pub async fn download_document(caller: Caller<ReadReports>, sources: Sources, id: Path<Id>) -> ApiResult<HttpResponse> {
    let desk = desk(&caller, sources);
    let report = caller.read(move |reading| store::find(reading, &desk, *id)).await?;
    let bytes = render::docx(&report.document).map_err(|error| ApiError::Internal(error.into()))?;
    let name = format!("annual-summary-{}-{}.docx", report.division_code, report.year);
    Ok(HttpResponse::Ok()
        .content_type(DOCX)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes))
}
