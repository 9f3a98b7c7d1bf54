//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreateSpecialGroup, SpecialGroup};
use super::store;
use crate::platform::auth::{Caller, ReadTreatments, WriteTreatments};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, Page, Paging, Patch, Query, Withdraw};
use crate::platform::id::Id;

/// List the special groups a person belongs or belonged to, newest first.
#[utoipa::path(tag = "personnel", params(Paging), security(("bearer" = ["treatments:read"])),
    responses((status = OK, body = Page<SpecialGroup>), ApiError))]
#[get("/personnel/{id}/special-groups")]
pub async fn list_special_groups(
    caller: Caller<ReadTreatments>,
    id: Path<Id>,
    Query(paging): Query<Paging>,
) -> ApiResult<Body<Page<SpecialGroup>>> {
    caller.read(move |reading| store::list(reading, *id, paging)).await.map(Body)
}

/// Record that a person belongs to a special group, with its dates and proof.
#[utoipa::path(tag = "personnel", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["treatments:write"])),
    responses((status = CREATED, body = SpecialGroup), ApiError))]
#[post("/personnel/{id}/special-groups")]
pub async fn create_special_group(
    caller: Caller<WriteTreatments>,
    id: Path<Id>,
    Json(new): Json<CreateSpecialGroup>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, *id, new)).await
}

/// Find one membership of a special group.
#[utoipa::path(tag = "personnel", security(("bearer" = ["treatments:read"])), responses((status = OK, body = SpecialGroup), ApiError))]
#[get("/personnel/{id}/special-groups/{group_id}")]
pub async fn find_special_group(caller: Caller<ReadTreatments>, ids: Path<(Id, Id)>) -> ApiResult<Found<SpecialGroup>> {
    caller.read(move |reading| store::find(reading, ids.0, ids.1)).await.map(Found)
}

/// Change parts of a membership.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header)), security(("bearer" = ["treatments:write"])),
    request_body(content = CreateSpecialGroup, content_type = "application/merge-patch+json"),
    responses((status = OK, body = SpecialGroup), ApiError))]
#[patch("/personnel/{id}/special-groups/{group_id}")]
pub async fn update_special_group(
    caller: Caller<WriteTreatments>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateSpecialGroup>,
) -> ApiResult<Found<SpecialGroup>> {
    caller.write(move |tx| store::update(tx, ids.0, ids.1, version, patch)).await.map(Found)
}

/// Withdraw a membership that should not be on file.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["treatments:write"])), responses((status = OK, body = SpecialGroup), ApiError))]
#[post("/personnel/{id}/special-groups/{group_id}/withdraw")]
pub async fn withdraw_special_group(
    caller: Caller<WriteTreatments>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, ids.0, ids.1, version, why)).await
}
