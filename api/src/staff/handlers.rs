//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreateStaff, StaffFilter, StaffMember};
use super::store;
use crate::platform::auth::{Caller, ReadStaff, WriteStaff};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Patch, Withdraw};
use crate::platform::id::Id;

/// List the work force, by division and post.
#[utoipa::path(tag = "staff", params(StaffFilter, Paging), security(("bearer" = ["staff:read"])),
    responses((status = OK, body = Page<StaffMember>), ApiError))]
#[get("/staff")]
pub async fn list_staff(caller: Caller<ReadStaff>, list: List<StaffFilter>) -> ApiResult<Body<Page<StaffMember>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Record a member of the work force.
#[utoipa::path(tag = "staff", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["staff:write"])), responses((status = CREATED, body = StaffMember), ApiError))]
#[post("/staff")]
pub async fn create_staff_member(caller: Caller<WriteStaff>, Json(new): Json<CreateStaff>) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, new)).await
}

/// Find one staff member.
#[utoipa::path(tag = "staff", security(("bearer" = ["staff:read"])), responses((status = OK, body = StaffMember), ApiError))]
#[get("/staff/{id}")]
pub async fn find_staff_member(caller: Caller<ReadStaff>, id: Path<Id>) -> ApiResult<Found<StaffMember>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Change parts of a staff member.
#[utoipa::path(tag = "staff", params(("If-Match" = String, Header)), security(("bearer" = ["staff:write"])),
    request_body(content = CreateStaff, content_type = "application/merge-patch+json"),
    responses((status = OK, body = StaffMember), ApiError))]
#[patch("/staff/{id}")]
pub async fn update_staff_member(
    caller: Caller<WriteStaff>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateStaff>,
) -> ApiResult<Found<StaffMember>> {
    caller.write(move |tx| store::update(tx, *id, version, patch)).await.map(Found)
}

/// Withdraw a staff member that should not be on record; it stays in the journal with its reason.
#[utoipa::path(tag = "staff", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["staff:write"])), responses((status = OK, body = StaffMember), ApiError))]
#[post("/staff/{id}/withdraw")]
pub async fn withdraw_staff_member(
    caller: Caller<WriteStaff>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, *id, version, why)).await
}
