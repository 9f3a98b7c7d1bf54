//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, delete, get, patch, post};

use super::dto::{CreateWebhook, NewSecret, Webhook, WebhookFilter};
use super::store;
use crate::platform::auth::{Caller, ManageWebhooks, ReadWebhooks};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Patch};
use crate::platform::id::Id;

/// List webhooks, the newest first.
#[utoipa::path(tag = "webhooks", params(WebhookFilter, Paging), security(("bearer" = ["webhooks:read"])),
    responses((status = OK, body = Page<Webhook>), ApiError))]
#[get("/webhooks")]
pub async fn list_webhooks(caller: Caller<ReadWebhooks>, list: List<WebhookFilter>) -> ApiResult<Body<Page<Webhook>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Enter a webhook. Its address is asked to answer a challenge, and told of what happens from now on once it has.
#[utoipa::path(tag = "webhooks", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["webhooks:manage"])),
    responses((status = CREATED, body = NewSecret), ApiError))]
#[post("/webhooks")]
pub async fn create_webhook(caller: Caller<ManageWebhooks>, Json(new): Json<CreateWebhook>) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::create(tx, new)).await
}

/// Find one webhook.
#[utoipa::path(tag = "webhooks", security(("bearer" = ["webhooks:read"])), responses((status = OK, body = Webhook), ApiError))]
#[get("/webhooks/{id}")]
pub async fn find_webhook(caller: Caller<ReadWebhooks>, id: Path<Id>) -> ApiResult<Found<Webhook>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Change parts of a webhook. Another address must answer a challenge first.
#[utoipa::path(tag = "webhooks", params(("If-Match" = String, Header)), security(("bearer" = ["webhooks:manage"])),
    request_body(content = CreateWebhook, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Webhook), ApiError))]
#[patch("/webhooks/{id}")]
pub async fn update_webhook(
    caller: Caller<ManageWebhooks>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateWebhook>,
) -> ApiResult<Found<Webhook>> {
    caller.write(move |tx| store::update(tx, *id, version, patch)).await.map(Found)
}

/// Delete a webhook: it is told nothing more, its keys are destroyed, and it stays in the journal.
#[utoipa::path(tag = "webhooks", params(("If-Match" = String, Header)), security(("bearer" = ["webhooks:manage"])),
    responses((status = NO_CONTENT), ApiError))]
#[delete("/webhooks/{id}")]
pub async fn delete_webhook(
    caller: Caller<ManageWebhooks>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.write(move |tx| store::delete(tx, *id, version)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Pause a webhook. What happens meanwhile is told when it is resumed.
#[utoipa::path(tag = "webhooks", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["webhooks:manage"])), responses((status = OK, body = Webhook), ApiError))]
#[post("/webhooks/{id}/pause")]
pub async fn pause_webhook(
    caller: Caller<ManageWebhooks>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::pause(tx, *id, version)).await
}

/// Resume a webhook that was paused, or one that was disabled because its receiver said it is gone: that one must answer a
/// challenge again.
#[utoipa::path(tag = "webhooks", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["webhooks:manage"])), responses((status = OK, body = Webhook), ApiError))]
#[post("/webhooks/{id}/resume")]
pub async fn resume_webhook(
    caller: Caller<ManageWebhooks>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::resume(tx, *id, version)).await
}

/// Send the challenge again, at once. How it went is among the deliveries.
#[utoipa::path(tag = "webhooks", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["webhooks:manage"])),
    responses((status = OK, body = Webhook), ApiError))]
#[post("/webhooks/{id}/verify")]
pub async fn verify_webhook(caller: Caller<ManageWebhooks>, id: Path<Id>) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::verify(tx, *id)).await
}

/// Make a new key. The old one signs beside it for a day, so that the receiver can change over.
#[utoipa::path(tag = "webhooks", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["webhooks:manage"])), responses((status = OK, body = NewSecret), ApiError))]
#[post("/webhooks/{id}/rotate-secret")]
pub async fn rotate_webhook_secret(
    caller: Caller<ManageWebhooks>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::rotate(tx, *id, version)).await
}
