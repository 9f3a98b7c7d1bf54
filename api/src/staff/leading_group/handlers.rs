//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreateGroupPost, GroupPost, GroupPostFilter};
use super::store;
use crate::platform::auth::{Caller, ReadStaff, WriteStaff};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Patch, Withdraw};
use crate::platform::id::Id;

/// List posts in leading groups: by division, the head first.
#[utoipa::path(tag = "staff", params(GroupPostFilter, Paging), security(("bearer" = ["staff:read"])),
    responses((status = OK, body = Page<GroupPost>), ApiError))]
#[get("/leading-group")]
pub async fn list_group_posts(
    caller: Caller<ReadStaff>,
    list: List<GroupPostFilter>,
) -> ApiResult<Body<Page<GroupPost>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Record who holds a post in a leading group.
#[utoipa::path(tag = "staff", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["staff:write"])), responses((status = CREATED, body = GroupPost), ApiError))]
#[post("/leading-group")]
pub async fn create_group_post(
    caller: Caller<WriteStaff>,
    Json(new): Json<CreateGroupPost>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, new)).await
}

/// Find one group post.
#[utoipa::path(tag = "staff", security(("bearer" = ["staff:read"])), responses((status = OK, body = GroupPost), ApiError))]
#[get("/leading-group/{id}")]
pub async fn find_group_post(caller: Caller<ReadStaff>, id: Path<Id>) -> ApiResult<Found<GroupPost>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Change parts of a group post.
#[utoipa::path(tag = "staff", params(("If-Match" = String, Header)), security(("bearer" = ["staff:write"])),
    request_body(content = CreateGroupPost, content_type = "application/merge-patch+json"),
    responses((status = OK, body = GroupPost), ApiError))]
#[patch("/leading-group/{id}")]
pub async fn update_group_post(
    caller: Caller<WriteStaff>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateGroupPost>,
) -> ApiResult<Found<GroupPost>> {
    caller.write(move |tx| store::update(tx, *id, version, patch)).await.map(Found)
}

/// Withdraw a group post that should not be on record; it stays in the journal with its reason.
#[utoipa::path(tag = "staff", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["staff:write"])), responses((status = OK, body = GroupPost), ApiError))]
#[post("/leading-group/{id}/withdraw")]
pub async fn withdraw_group_post(
    caller: Caller<WriteStaff>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, *id, version, why)).await
}
