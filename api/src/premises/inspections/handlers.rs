//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreateInspection, Inspection, InspectionFilter, InspectionsOfPremisesFilter};
use super::store;
use crate::platform::auth::{Caller, ReadInspections, WriteInspections};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Patch, Withdraw};
use crate::platform::id::Id;

/// List the inspections of one place, latest first.
#[utoipa::path(tag = "inspections", params(InspectionsOfPremisesFilter, Paging), security(("bearer" = ["inspections:read"])),
    responses((status = OK, body = Page<Inspection>), ApiError))]
#[get("/premises/{id}/inspections")]
pub async fn list_inspections_of_premises(
    caller: Caller<ReadInspections>,
    id: Path<Id>,
    list: List<InspectionsOfPremisesFilter>,
) -> ApiResult<Body<Page<Inspection>>> {
    caller.read(move |reading| store::list_of(reading, &list.filter.of(*id), *id, list.paging)).await.map(Body)
}

/// Record an inspection of a place.
#[utoipa::path(tag = "inspections", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["inspections:write"])), responses((status = CREATED, body = Inspection), ApiError))]
#[post("/premises/{id}/inspections")]
pub async fn create_inspection(
    caller: Caller<WriteInspections>,
    id: Path<Id>,
    Json(new): Json<CreateInspection>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::create(tx, *id, new)).await
}

/// List inspections of all places, latest first.
#[utoipa::path(tag = "inspections", params(InspectionFilter, Paging), security(("bearer" = ["inspections:read"])),
    responses((status = OK, body = Page<Inspection>), ApiError))]
#[get("/inspections")]
pub async fn list_inspections(
    caller: Caller<ReadInspections>,
    list: List<InspectionFilter>,
) -> ApiResult<Body<Page<Inspection>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Find one inspection.
#[utoipa::path(tag = "inspections", security(("bearer" = ["inspections:read"])),
    responses((status = OK, body = Inspection), ApiError))]
#[get("/inspections/{id}")]
pub async fn find_inspection(caller: Caller<ReadInspections>, id: Path<Id>) -> ApiResult<Found<Inspection>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Change parts of an inspection.
#[utoipa::path(tag = "inspections", params(("If-Match" = String, Header)), security(("bearer" = ["inspections:write"])),
    request_body(content = CreateInspection, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Inspection), ApiError))]
#[patch("/inspections/{id}")]
pub async fn update_inspection(
    caller: Caller<WriteInspections>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateInspection>,
) -> ApiResult<Found<Inspection>> {
    caller.write(move |tx| store::update(tx, *id, version, patch)).await.map(Found)
}

/// Withdraw an inspection that should not be on record; its place stands as if it had not been.
#[utoipa::path(tag = "inspections", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["inspections:write"])), responses((status = OK, body = Inspection), ApiError))]
#[post("/inspections/{id}/withdraw")]
pub async fn withdraw_inspection(
    caller: Caller<WriteInspections>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, *id, version, why)).await
}
