//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, delete, get, post};

use super::dto::{AllowedHost, CreateAllowedHost};
use super::store;
use crate::platform::auth::{Caller, ManageWebhooks, ReadWebhooks};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, Page, Paging, Query};
use crate::platform::id::Id;

/// List the hosts that webhooks may lead to, by name.
#[utoipa::path(tag = "webhooks", params(Paging), security(("bearer" = ["webhooks:read"])),
    responses((status = OK, body = Page<AllowedHost>), ApiError))]
#[get("/webhooks/allowed-hosts")]
pub async fn list_allowed_hosts(
    caller: Caller<ReadWebhooks>,
    Query(paging): Query<Paging>,
) -> ApiResult<Body<Page<AllowedHost>>> {
    caller.read(move |reading| store::list(reading, paging)).await.map(Body)
}

/// Allow a host for the webhooks of the caller's area.
#[utoipa::path(tag = "webhooks", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["webhooks:manage"])),
    responses((status = CREATED, body = AllowedHost), ApiError))]
#[post("/webhooks/allowed-hosts")]
pub async fn create_allowed_host(
    caller: Caller<ManageWebhooks>,
    Json(new): Json<CreateAllowedHost>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::create(tx, new)).await
}

/// Find one allowed host.
#[utoipa::path(tag = "webhooks", security(("bearer" = ["webhooks:read"])), responses((status = OK, body = AllowedHost), ApiError))]
#[get("/webhooks/allowed-hosts/{id}")]
pub async fn find_allowed_host(caller: Caller<ReadWebhooks>, id: Path<Id>) -> ApiResult<Found<AllowedHost>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Allow a host no longer: nothing more is sent there, not even what waits.
#[utoipa::path(tag = "webhooks", params(("If-Match" = String, Header)), security(("bearer" = ["webhooks:manage"])),
    responses((status = NO_CONTENT), ApiError))]
#[delete("/webhooks/allowed-hosts/{id}")]
pub async fn delete_allowed_host(
    caller: Caller<ManageWebhooks>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.write(move |tx| store::delete(tx, *id, version)).await?;
    Ok(HttpResponse::NoContent().finish())
}
