//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreateGrid, Grid, GridFilter};
use super::store;
use crate::platform::auth::{Caller, ReadDivisions, WriteDivisions};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Patch, Withdraw};
use crate::platform::id::Id;

/// List grids, by division and name.
#[utoipa::path(tag = "divisions", params(GridFilter, Paging), security(("bearer" = ["divisions:read"])),
    responses((status = OK, body = Page<Grid>), ApiError))]
#[get("/grids")]
pub async fn list_grids(caller: Caller<ReadDivisions>, list: List<GridFilter>) -> ApiResult<Body<Page<Grid>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Record a grid.
#[utoipa::path(tag = "divisions", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["divisions:write"])), responses((status = CREATED, body = Grid), ApiError))]
#[post("/grids")]
pub async fn create_grid(caller: Caller<WriteDivisions>, Json(new): Json<CreateGrid>) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, new)).await
}

/// Find one grid.
#[utoipa::path(tag = "divisions", security(("bearer" = ["divisions:read"])), responses((status = OK, body = Grid), ApiError))]
#[get("/grids/{id}")]
pub async fn find_grid(caller: Caller<ReadDivisions>, id: Path<Id>) -> ApiResult<Found<Grid>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Change parts of a grid.
#[utoipa::path(tag = "divisions", params(("If-Match" = String, Header)), security(("bearer" = ["divisions:write"])),
    request_body(content = CreateGrid, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Grid), ApiError))]
#[patch("/grids/{id}")]
pub async fn update_grid(
    caller: Caller<WriteDivisions>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateGrid>,
) -> ApiResult<Found<Grid>> {
    caller.write(move |tx| store::update(tx, *id, version, patch)).await.map(Found)
}

/// Withdraw a grid that should not be on record; it stays in the journal with its reason.
#[utoipa::path(tag = "divisions", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["divisions:write"])), responses((status = OK, body = Grid), ApiError))]
#[post("/grids/{id}/withdraw")]
pub async fn withdraw_grid(
    caller: Caller<WriteDivisions>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, *id, version, why)).await
}
