//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreateStay, Stay};
use super::store;
use crate::platform::auth::{Caller, ReadPersonnel, WritePersonnel};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, Page, Paging, Patch, Query, Withdraw};
use crate::platform::id::Id;

/// List the times a person was away for work, newest first.
#[utoipa::path(tag = "personnel", params(Paging), security(("bearer" = ["personnel:read"])),
    responses((status = OK, body = Page<Stay>), ApiError))]
#[get("/personnel/{id}/stays")]
pub async fn list_stays(
    caller: Caller<ReadPersonnel>,
    id: Path<Id>,
    Query(paging): Query<Paging>,
) -> ApiResult<Body<Page<Stay>>> {
    caller.read(move |reading| store::list(reading, *id, paging)).await.map(Body)
}

/// Record a time away for work.
#[utoipa::path(tag = "personnel", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["personnel:write"])),
    responses((status = CREATED, body = Stay), ApiError))]
#[post("/personnel/{id}/stays")]
pub async fn create_stay(
    caller: Caller<WritePersonnel>,
    id: Path<Id>,
    Json(new): Json<CreateStay>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, *id, new)).await
}

/// Find one time away for work.
#[utoipa::path(tag = "personnel", security(("bearer" = ["personnel:read"])), responses((status = OK, body = Stay), ApiError))]
#[get("/personnel/{id}/stays/{stay_id}")]
pub async fn find_stay(caller: Caller<ReadPersonnel>, ids: Path<(Id, Id)>) -> ApiResult<Found<Stay>> {
    caller.read(move |reading| store::find(reading, ids.0, ids.1)).await.map(Found)
}

/// Change parts of a time away for work.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header)), security(("bearer" = ["personnel:write"])),
    request_body(content = CreateStay, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Stay), ApiError))]
#[patch("/personnel/{id}/stays/{stay_id}")]
pub async fn update_stay(
    caller: Caller<WritePersonnel>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateStay>,
) -> ApiResult<Found<Stay>> {
    caller.write(move |tx| store::update(tx, ids.0, ids.1, version, patch)).await.map(Found)
}

/// Withdraw a time away for work that should not be on file.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["personnel:write"])), responses((status = OK, body = Stay), ApiError))]
#[post("/personnel/{id}/stays/{stay_id}/withdraw")]
pub async fn withdraw_stay(
    caller: Caller<WritePersonnel>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, ids.0, ids.1, version, why)).await
}
