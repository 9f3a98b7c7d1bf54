//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreateTreatment, Treatment};
use super::store;
use crate::platform::auth::{Caller, ReadTreatments, WriteTreatments};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, Page, Paging, Patch, Query, Withdraw};
use crate::platform::id::Id;

/// List a person's treatments, newest first.
#[utoipa::path(tag = "personnel", params(Paging), security(("bearer" = ["treatments:read"])),
    responses((status = OK, body = Page<Treatment>), ApiError))]
#[get("/personnel/{id}/treatments")]
pub async fn list_treatments(
    caller: Caller<ReadTreatments>,
    id: Path<Id>,
    Query(paging): Query<Paging>,
) -> ApiResult<Body<Page<Treatment>>> {
    caller.read(move |reading| store::list(reading, *id, paging)).await.map(Body)
}

/// Record a treatment.
#[utoipa::path(tag = "personnel", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["treatments:write"])),
    responses((status = CREATED, body = Treatment), ApiError))]
#[post("/personnel/{id}/treatments")]
pub async fn create_treatment(
    caller: Caller<WriteTreatments>,
    id: Path<Id>,
    Json(new): Json<CreateTreatment>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, *id, new)).await
}

/// Find one treatment.
#[utoipa::path(tag = "personnel", security(("bearer" = ["treatments:read"])), responses((status = OK, body = Treatment), ApiError))]
#[get("/personnel/{id}/treatments/{treatment_id}")]
pub async fn find_treatment(caller: Caller<ReadTreatments>, ids: Path<(Id, Id)>) -> ApiResult<Found<Treatment>> {
    caller.read(move |reading| store::find(reading, ids.0, ids.1)).await.map(Found)
}

/// Change parts of a treatment.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header)), security(("bearer" = ["treatments:write"])),
    request_body(content = CreateTreatment, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Treatment), ApiError))]
#[patch("/personnel/{id}/treatments/{treatment_id}")]
pub async fn update_treatment(
    caller: Caller<WriteTreatments>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateTreatment>,
) -> ApiResult<Found<Treatment>> {
    caller.write(move |tx| store::update(tx, ids.0, ids.1, version, patch)).await.map(Found)
}

/// Withdraw a treatment that should not be on file.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["treatments:write"])), responses((status = OK, body = Treatment), ApiError))]
#[post("/personnel/{id}/treatments/{treatment_id}/withdraw")]
pub async fn withdraw_treatment(
    caller: Caller<WriteTreatments>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, ids.0, ids.1, version, why)).await
}
