//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreatePremises, Premises, PremisesFilter};
use super::store;
use crate::platform::auth::{Caller, ReadPremises, WritePremises};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Patch, Withdraw};
use crate::platform::id::Id;

/// List places, last changed first.
#[utoipa::path(tag = "premises", params(PremisesFilter, Paging), security(("bearer" = ["premises:read"])),
    responses((status = OK, body = Page<Premises>), ApiError))]
#[get("/premises")]
pub async fn list_premises(
    caller: Caller<ReadPremises>,
    list: List<PremisesFilter>,
) -> ApiResult<Body<Page<Premises>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Register a place.
#[utoipa::path(tag = "premises", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["premises:write"])),
    responses((status = CREATED, body = Premises), ApiError))]
#[post("/premises")]
pub async fn create_premises(
    caller: Caller<WritePremises>,
    Json(new): Json<CreatePremises>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::create(tx, new)).await
}

/// Find one place.
#[utoipa::path(tag = "premises", security(("bearer" = ["premises:read"])),
    responses((status = OK, body = Premises), ApiError))]
#[get("/premises/{id}")]
pub async fn find_premises(caller: Caller<ReadPremises>, id: Path<Id>) -> ApiResult<Found<Premises>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Change parts of a place.
#[utoipa::path(tag = "premises", params(("If-Match" = String, Header)), security(("bearer" = ["premises:write"])),
    request_body(content = CreatePremises, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Premises), ApiError))]
#[patch("/premises/{id}")]
pub async fn update_premises(
    caller: Caller<WritePremises>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    patch: Patch<CreatePremises>,
) -> ApiResult<Found<Premises>> {
    caller.write(move |tx| store::update(tx, *id, version, patch)).await.map(Found)
}

/// Withdraw a place that should not be on record; it and its inspections stay in the journal, its number stays taken.
#[utoipa::path(tag = "premises", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["premises:write"])), responses((status = OK, body = Premises), ApiError))]
#[post("/premises/{id}/withdraw")]
pub async fn withdraw_premises(
    caller: Caller<WritePremises>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, *id, version, why)).await
}
