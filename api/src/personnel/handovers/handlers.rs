//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreateHandover, Handover};
use super::store;
use crate::platform::auth::{Caller, ReadHandovers, WriteHandovers};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, Page, Paging, Patch, Query, Withdraw};
use crate::platform::id::Id;

/// List what was reported and handed over to the police, newest first.
#[utoipa::path(tag = "personnel", params(Paging), security(("bearer" = ["handovers:read"])),
    responses((status = OK, body = Page<Handover>), ApiError))]
#[get("/personnel/{id}/handovers")]
pub async fn list_handovers(
    caller: Caller<ReadHandovers>,
    id: Path<Id>,
    Query(paging): Query<Paging>,
) -> ApiResult<Body<Page<Handover>>> {
    caller.read(move |reading| store::list(reading, *id, paging)).await.map(Body)
}

/// Record a report to the police, and its receipt when there is one.
#[utoipa::path(tag = "personnel", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["handovers:write"])),
    responses((status = CREATED, body = Handover), ApiError))]
#[post("/personnel/{id}/handovers")]
pub async fn create_handover(
    caller: Caller<WriteHandovers>,
    id: Path<Id>,
    Json(new): Json<CreateHandover>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, *id, new)).await
}

/// Find one hand-over.
#[utoipa::path(tag = "personnel", security(("bearer" = ["handovers:read"])), responses((status = OK, body = Handover), ApiError))]
#[get("/personnel/{id}/handovers/{handover_id}")]
pub async fn find_handover(caller: Caller<ReadHandovers>, ids: Path<(Id, Id)>) -> ApiResult<Found<Handover>> {
    caller.read(move |reading| store::find(reading, ids.0, ids.1)).await.map(Found)
}

/// Change parts of a hand-over.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header)), security(("bearer" = ["handovers:write"])),
    request_body(content = CreateHandover, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Handover), ApiError))]
#[patch("/personnel/{id}/handovers/{handover_id}")]
pub async fn update_handover(
    caller: Caller<WriteHandovers>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateHandover>,
) -> ApiResult<Found<Handover>> {
    caller.write(move |tx| store::update(tx, ids.0, ids.1, version, patch)).await.map(Found)
}

/// Withdraw a hand-over that should not be on file.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["handovers:write"])), responses((status = OK, body = Handover), ApiError))]
#[post("/personnel/{id}/handovers/{handover_id}/withdraw")]
pub async fn withdraw_handover(
    caller: Caller<WriteHandovers>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, ids.0, ids.1, version, why)).await
}
