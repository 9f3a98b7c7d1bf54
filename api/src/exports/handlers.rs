//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, post};

use super::dto::{CreateExport, DownloadExport, Export, ExportFilter, ExportLink, RejectExport};
use super::lists::Lists;
use super::{deciding, fetching, job, recall, rules, store};
use crate::platform::access::{OfNobody, Reading, Tx};
use crate::platform::auth::{ApproveExports, Caller, RequestExports};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::body::Binary;
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging};
use crate::platform::id::Id;

/// Ask for a list to be taken out. The file is written in the background; where more than masks is wanted, others let it go
/// first.
#[utoipa::path(tag = "exports", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["exports:request"])),
    responses((status = ACCEPTED, body = Export), ApiError))]
#[post("/exports")]
pub async fn create_export(
    caller: Caller<RequestExports>,
    Lists(registry): Lists,
    Json(wanted): Json<CreateExport>,
) -> ApiResult<HttpResponse> {
    let list = registry.find(&wanted.resource).ok_or_else(|| ApiError::invalid("/resource", rules::NO_RESOURCE))?;
    if !list.is_open_to(caller.capabilities) {
        return Err(ApiError::Forbidden(list.capability()));
    }
    caller
        .post(StatusCode::ACCEPTED, move |tx| {
            let list =
                registry.find(&wanted.resource).ok_or_else(|| ApiError::invalid("/resource", rules::NO_RESOURCE))?;
            store::insert(tx, list, wanted)
        })
        .await
}

/// List exports, latest first: what left, for what, and who let it.
#[utoipa::path(tag = "exports", params(ExportFilter, Paging), security(("bearer" = ["exports:request"])),
    responses((status = OK, body = Page<Export>), ApiError))]
#[get("/exports")]
pub async fn list_exports(caller: Caller<RequestExports>, list: List<ExportFilter>) -> ApiResult<Body<Page<Export>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Find one export.
#[utoipa::path(tag = "exports", security(("bearer" = ["exports:request"])), responses((status = OK, body = Export), ApiError))]
#[get("/exports/{id}")]
pub async fn find_export(caller: Caller<RequestExports>, id: Path<Id>) -> ApiResult<Found<Export>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Let an export go that somebody else asked for.
#[utoipa::path(tag = "exports", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["exports:approve"])), responses((status = OK, body = Export), ApiError))]
#[post("/exports/{id}/approve")]
pub async fn approve_export(
    caller: Caller<ApproveExports>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| deciding::approve(tx, *id, version)).await
}

/// Do not let an export go that somebody else asked for.
#[utoipa::path(tag = "exports", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["exports:approve"])), responses((status = OK, body = Export), ApiError))]
#[post("/exports/{id}/reject")]
pub async fn reject_export(
    caller: Caller<ApproveExports>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(refusal): Json<RejectExport>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| deciding::reject(tx, *id, version, refusal)).await
}

/// Get a link to the file of an export one asked for: good for ten minutes and for one download.
#[utoipa::path(tag = "exports", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["exports:request"])),
    responses((status = CREATED, body = ExportLink), ApiError))]
#[post("/exports/{id}/link")]
pub async fn create_export_link(caller: Caller<RequestExports>, id: Path<Id>) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| fetching::link(tx, *id)).await
}

/// Fetch the file of an export with the token of a link.
#[utoipa::path(tag = "exports", security(("bearer" = ["exports:request"])),
    responses((status = OK, body = Binary, content_type = "application/octet-stream"), ApiError))]
#[post("/exports/{id}/download")]
pub async fn download_export(
    caller: Caller<RequestExports>,
    id: Path<Id>,
    Lists(registry): Lists,
    Json(DownloadExport { token }): Json<DownloadExport>,
) -> ApiResult<HttpResponse> {
    let (id, capabilities) = (*id, caller.capabilities);
    let (streaming, folder) = (caller.stream()?, job::folder(caller.shared())?);
    let folder_looked_at = folder.clone();
    let whole = move |reading: &mut Reading<'_>| recall::expect_whole(reading, id, &folder_looked_at).map(OfNobody);
    caller.read_long(whole).await?;
    let taken = move |tx: &mut Tx<'_>| fetching::take(tx, id, &token, (&registry, capabilities)).map(OfNobody);
    let OfNobody(fetched) = caller.write(taken).await?;
    fetched.send(streaming, &folder)
}
