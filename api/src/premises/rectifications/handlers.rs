//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreateRectification, Rectification, RectificationFilter, ReferRectification};
use super::store;
use crate::platform::auth::{Caller, ReadRectifications, WriteRectifications};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Patch, Withdraw};
use crate::platform::id::Id;

/// Order the defects that an inspection found to be put right; one order an inspection.
#[utoipa::path(tag = "rectifications", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["rectifications:write"])), responses((status = CREATED, body = Rectification), ApiError))]
#[post("/inspections/{id}/rectification")]
pub async fn create_rectification(
    caller: Caller<WriteRectifications>,
    id: Path<Id>,
    Json(new): Json<CreateRectification>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::create(tx, *id, new)).await
}

/// List orders, those not fulfilled first, by their last day.
#[utoipa::path(tag = "rectifications", params(RectificationFilter, Paging), security(("bearer" = ["rectifications:read"])),
    responses((status = OK, body = Page<Rectification>), ApiError))]
#[get("/rectifications")]
pub async fn list_rectifications(
    caller: Caller<ReadRectifications>,
    list: List<RectificationFilter>,
) -> ApiResult<Body<Page<Rectification>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Find one order.
#[utoipa::path(tag = "rectifications", security(("bearer" = ["rectifications:read"])),
    responses((status = OK, body = Rectification), ApiError))]
#[get("/rectifications/{id}")]
pub async fn find_rectification(caller: Caller<ReadRectifications>, id: Path<Id>) -> ApiResult<Found<Rectification>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Change parts of an order, such as its last day; whether it is fulfilled is reckoned anew.
#[utoipa::path(tag = "rectifications", params(("If-Match" = String, Header)), security(("bearer" = ["rectifications:write"])),
    request_body(content = CreateRectification, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Rectification), ApiError))]
#[patch("/rectifications/{id}")]
pub async fn update_rectification(
    caller: Caller<WriteRectifications>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateRectification>,
) -> ApiResult<Found<Rectification>> {
    caller.write(move |tx| store::update(tx, *id, version, patch)).await.map(Found)
}

/// Withdraw an order that should not have been given; its place stands as if it had not been.
#[utoipa::path(tag = "rectifications", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["rectifications:write"])), responses((status = OK, body = Rectification), ApiError))]
#[post("/rectifications/{id}/withdraw")]
pub async fn withdraw_rectification(
    caller: Caller<WriteRectifications>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, *id, version, why)).await
}

/// Record that the matter was referred to another authority; a later referral takes the place of the one before.
#[utoipa::path(tag = "rectifications", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["rectifications:write"])), responses((status = OK, body = Rectification), ApiError))]
#[post("/rectifications/{id}/refer")]
pub async fn refer_rectification(
    caller: Caller<WriteRectifications>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(referral): Json<ReferRectification>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::refer(tx, *id, version, referral)).await
}
