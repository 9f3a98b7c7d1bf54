//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreateLeave, Leave};
use super::store;
use crate::platform::auth::{Caller, ReadLeaves, WriteLeaves};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, Page, Paging, Patch, Query, Withdraw};
use crate::platform::id::Id;

/// List a person's leaves, newest first.
#[utoipa::path(tag = "personnel", params(Paging), security(("bearer" = ["leaves:read"])),
    responses((status = OK, body = Page<Leave>), ApiError))]
#[get("/personnel/{id}/leaves")]
pub async fn list_leaves(
    caller: Caller<ReadLeaves>,
    id: Path<Id>,
    Query(paging): Query<Paging>,
) -> ApiResult<Body<Page<Leave>>> {
    caller.read(move |reading| store::list(reading, *id, paging)).await.map(Body)
}

/// Record a leave, asked for or taken.
#[utoipa::path(tag = "personnel", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["leaves:write"])),
    responses((status = CREATED, body = Leave), ApiError))]
#[post("/personnel/{id}/leaves")]
pub async fn create_leave(
    caller: Caller<WriteLeaves>,
    id: Path<Id>,
    Json(new): Json<CreateLeave>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, *id, new)).await
}

/// Find one leave.
#[utoipa::path(tag = "personnel", security(("bearer" = ["leaves:read"])), responses((status = OK, body = Leave), ApiError))]
#[get("/personnel/{id}/leaves/{leave_id}")]
pub async fn find_leave(caller: Caller<ReadLeaves>, ids: Path<(Id, Id)>) -> ApiResult<Found<Leave>> {
    caller.read(move |reading| store::find(reading, ids.0, ids.1)).await.map(Found)
}

/// Change parts of a leave.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header)), security(("bearer" = ["leaves:write"])),
    request_body(content = CreateLeave, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Leave), ApiError))]
#[patch("/personnel/{id}/leaves/{leave_id}")]
pub async fn update_leave(
    caller: Caller<WriteLeaves>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateLeave>,
) -> ApiResult<Found<Leave>> {
    caller.write(move |tx| store::update(tx, ids.0, ids.1, version, patch)).await.map(Found)
}

/// Withdraw a leave that should not be on file.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["leaves:write"])), responses((status = OK, body = Leave), ApiError))]
#[post("/personnel/{id}/leaves/{leave_id}/withdraw")]
pub async fn withdraw_leave(
    caller: Caller<WriteLeaves>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, ids.0, ids.1, version, why)).await
}
