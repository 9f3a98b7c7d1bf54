//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, delete, get, patch, post};

use super::dto::{CreateView, View, ViewFilter};
use super::store::{self, Desk};
use crate::desk::list::Lists;
use crate::platform::auth::{Caller, ManageViews, UseSession};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Patch};
use crate::platform::id::Id;

/// Whose desk it is, and which lists are read from it.
fn desk<C>(caller: &Caller<C>, lists: Lists) -> ApiResult<Desk> {
    Ok(Desk { account_id: caller.account_id()?, capabilities: caller.capabilities, lists })
}

/// List the views one may use: one's own, and those shared by one's division and the areas above.
#[utoipa::path(tag = "desk", params(ViewFilter, Paging), security(("bearer" = ["session:use"])),
    responses((status = OK, body = Page<View>), ApiError))]
#[get("/views")]
pub async fn list_views(
    caller: Caller<UseSession>,
    lists: Lists,
    list: List<ViewFilter>,
) -> ApiResult<Body<Page<View>>> {
    let desk = desk(&caller, lists)?;
    caller.read(move |reading| store::list(reading, &desk, &list.filter, list.paging)).await.map(Body)
}

/// Keep a search as a view.
#[utoipa::path(tag = "desk", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["session:use"])),
    responses((status = CREATED, body = View), ApiError))]
#[post("/views")]
pub async fn create_view(
    caller: Caller<UseSession>,
    lists: Lists,
    Json(new): Json<CreateView>,
) -> ApiResult<HttpResponse> {
    let desk = desk(&caller, lists)?;
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, &desk, new)).await
}

/// Find one view.
#[utoipa::path(tag = "desk", security(("bearer" = ["session:use"])), responses((status = OK, body = View), ApiError))]
#[get("/views/{id}")]
pub async fn find_view(caller: Caller<UseSession>, lists: Lists, id: Path<Id>) -> ApiResult<Found<View>> {
    let desk = desk(&caller, lists)?;
    caller.read(move |reading| store::find(reading, &desk, *id)).await.map(Found)
}

/// Change parts of one's own view, e.g. share it.
#[utoipa::path(tag = "desk", params(("If-Match" = String, Header)), security(("bearer" = ["session:use"])),
    request_body(content = CreateView, content_type = "application/merge-patch+json"),
    responses((status = OK, body = View), ApiError))]
#[patch("/views/{id}")]
pub async fn update_view(
    caller: Caller<UseSession>,
    lists: Lists,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateView>,
) -> ApiResult<Found<View>> {
    let desk = desk(&caller, lists)?;
    caller.write(move |tx| store::update(tx, &desk, *id, version, patch)).await.map(Found)
}

/// Delete one's own view; that it was there stays in the journal.
#[utoipa::path(tag = "desk", params(("If-Match" = String, Header)), security(("bearer" = ["session:use"])),
    responses((status = NO_CONTENT), ApiError))]
#[delete("/views/{id}")]
pub async fn delete_view(
    caller: Caller<UseSession>,
    lists: Lists,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    let desk = desk(&caller, lists)?;
    caller.write(move |tx| store::delete(tx, &desk, *id, version)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Take a view out of what one's division shares; whoever made it keeps it for themselves.
#[utoipa::path(tag = "desk", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["views:manage"])), responses((status = OK, body = View), ApiError))]
#[post("/views/{id}/unshare")]
pub async fn unshare_view(
    caller: Caller<ManageViews>,
    lists: Lists,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    let desk = desk(&caller, lists)?;
    caller.post(StatusCode::OK, move |tx| store::unshare(tx, &desk, *id, version)).await
}
