//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreateVisit, Visit};
use super::store;
use crate::platform::auth::{Caller, ReadVisits, WriteVisits};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, Page, Paging, Patch, Query, Withdraw};
use crate::platform::id::Id;

/// List a person's visits, newest first.
#[utoipa::path(tag = "personnel", params(Paging), security(("bearer" = ["visits:read"])),
    responses((status = OK, body = Page<Visit>), ApiError))]
#[get("/personnel/{id}/visits")]
pub async fn list_visits(
    caller: Caller<ReadVisits>,
    id: Path<Id>,
    Query(paging): Query<Paging>,
) -> ApiResult<Body<Page<Visit>>> {
    caller.read(move |reading| store::list(reading, *id, paging)).await.map(Body)
}

/// Record a visit.
#[utoipa::path(tag = "personnel", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["visits:write"])),
    responses((status = CREATED, body = Visit), ApiError))]
#[post("/personnel/{id}/visits")]
pub async fn create_visit(
    caller: Caller<WriteVisits>,
    id: Path<Id>,
    Json(new): Json<CreateVisit>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, *id, new)).await
}

/// Find one visit.
#[utoipa::path(tag = "personnel", security(("bearer" = ["visits:read"])), responses((status = OK, body = Visit), ApiError))]
#[get("/personnel/{id}/visits/{visit_id}")]
pub async fn find_visit(caller: Caller<ReadVisits>, ids: Path<(Id, Id)>) -> ApiResult<Found<Visit>> {
    caller.read(move |reading| store::find(reading, ids.0, ids.1)).await.map(Found)
}

/// Change parts of a visit.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header)), security(("bearer" = ["visits:write"])),
    request_body(content = CreateVisit, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Visit), ApiError))]
#[patch("/personnel/{id}/visits/{visit_id}")]
pub async fn update_visit(
    caller: Caller<WriteVisits>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateVisit>,
) -> ApiResult<Found<Visit>> {
    caller.write(move |tx| store::update(tx, ids.0, ids.1, version, patch)).await.map(Found)
}

/// Withdraw a visit that should not be on file.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["visits:write"])), responses((status = OK, body = Visit), ApiError))]
#[post("/personnel/{id}/visits/{visit_id}/withdraw")]
pub async fn withdraw_visit(
    caller: Caller<WriteVisits>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, ids.0, ids.1, version, why)).await
}
