//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreateNotice, Notice};
use super::store;
use crate::platform::auth::{Caller, ReadNotices, WriteNotices};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, Page, Paging, Patch, Query, Withdraw};
use crate::platform::id::Id;

/// List the admonitions and warnings a person was given, newest first.
#[utoipa::path(tag = "personnel", params(Paging), security(("bearer" = ["notices:read"])),
    responses((status = OK, body = Page<Notice>), ApiError))]
#[get("/personnel/{id}/notices")]
pub async fn list_notices(
    caller: Caller<ReadNotices>,
    id: Path<Id>,
    Query(paging): Query<Paging>,
) -> ApiResult<Body<Page<Notice>>> {
    caller.read(move |reading| store::list(reading, *id, paging)).await.map(Body)
}

/// Record an admonition or a warning.
#[utoipa::path(tag = "personnel", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["notices:write"])),
    responses((status = CREATED, body = Notice), ApiError))]
#[post("/personnel/{id}/notices")]
pub async fn create_notice(
    caller: Caller<WriteNotices>,
    id: Path<Id>,
    Json(new): Json<CreateNotice>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, *id, new)).await
}

/// Find one admonition or warning.
#[utoipa::path(tag = "personnel", security(("bearer" = ["notices:read"])), responses((status = OK, body = Notice), ApiError))]
#[get("/personnel/{id}/notices/{notice_id}")]
pub async fn find_notice(caller: Caller<ReadNotices>, ids: Path<(Id, Id)>) -> ApiResult<Found<Notice>> {
    caller.read(move |reading| store::find(reading, ids.0, ids.1)).await.map(Found)
}

/// Change parts of an admonition or warning.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header)), security(("bearer" = ["notices:write"])),
    request_body(content = CreateNotice, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Notice), ApiError))]
#[patch("/personnel/{id}/notices/{notice_id}")]
pub async fn update_notice(
    caller: Caller<WriteNotices>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateNotice>,
) -> ApiResult<Found<Notice>> {
    caller.write(move |tx| store::update(tx, ids.0, ids.1, version, patch)).await.map(Found)
}

/// Withdraw an admonition or warning that should not be on file.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["notices:write"])), responses((status = OK, body = Notice), ApiError))]
#[post("/personnel/{id}/notices/{notice_id}/withdraw")]
pub async fn withdraw_notice(
    caller: Caller<WriteNotices>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, ids.0, ids.1, version, why)).await
}
