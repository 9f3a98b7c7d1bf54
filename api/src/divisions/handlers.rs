//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CloseDivision, CreateDivision, Division, DivisionFilter, OnDay};
use super::store;
use crate::platform::auth::{Caller, ReadDivisions, WriteDivisions};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Patch, Query};

/// List areas valid on a day, each before those that lie in it.
#[utoipa::path(tag = "divisions", params(DivisionFilter, Paging), security(("bearer" = ["divisions:read"])),
    responses((status = OK, body = Page<Division>), ApiError))]
#[get("/divisions")]
pub async fn list_divisions(
    caller: Caller<ReadDivisions>,
    list: List<DivisionFilter>,
) -> ApiResult<Body<Page<Division>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Add an area.
#[utoipa::path(tag = "divisions", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["divisions:write"])), responses((status = CREATED, body = Division), ApiError))]
#[post("/divisions")]
pub async fn create_division(
    caller: Caller<WriteDivisions>,
    Json(new): Json<CreateDivision>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, new)).await
}

/// Find the area that has a code today, or had it on a day.
#[utoipa::path(tag = "divisions", params(OnDay), security(("bearer" = ["divisions:read"])),
    responses((status = OK, body = Division), ApiError))]
#[get("/divisions/{code}")]
pub async fn find_division(
    caller: Caller<ReadDivisions>,
    code: Path<String>,
    Query(on): Query<OnDay>,
) -> ApiResult<Found<Division>> {
    let day = on.as_of.unwrap_or_else(clock::today);
    caller.read(move |reading| store::find(reading, &code, day)).await.map(Found)
}

/// Change parts of an area; its code stays.
#[utoipa::path(tag = "divisions", params(OnDay, ("If-Match" = String, Header)),
    security(("bearer" = ["divisions:write"])),
    request_body(content = CreateDivision, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Division), ApiError))]
#[patch("/divisions/{code}")]
pub async fn update_division(
    caller: Caller<WriteDivisions>,
    code: Path<String>,
    Query(on): Query<OnDay>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateDivision>,
) -> ApiResult<Found<Division>> {
    let day = on.as_of.unwrap_or_else(clock::today);
    caller.write(move |tx| store::update(tx, &code, day, version, patch)).await.map(Found)
}

/// End an area on a day. What was recorded in it stays where it is.
#[utoipa::path(tag = "divisions",
    params(OnDay, ("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["divisions:write"])), responses((status = OK, body = Division), ApiError))]
#[post("/divisions/{code}/close")]
pub async fn close_division(
    caller: Caller<WriteDivisions>,
    code: Path<String>,
    Query(on): Query<OnDay>,
    IfMatch(version): IfMatch,
    Json(end): Json<CloseDivision>,
) -> ApiResult<HttpResponse> {
    let day = on.as_of.unwrap_or_else(clock::today);
    caller.post(StatusCode::OK, move |tx| store::close(tx, &code, day, version, end)).await
}
