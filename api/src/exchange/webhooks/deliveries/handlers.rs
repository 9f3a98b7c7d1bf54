//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, post};

use super::dto::{Delivery, DeliveryFilter, Replay};
use super::store;
use crate::exchange::webhooks::dto::Webhook;
use crate::platform::auth::{Caller, ManageWebhooks, ReadWebhooks};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{IfMatch, Json, List, Page, Paging};
use crate::platform::id::Id;

/// List the deliveries of a webhook, the newest change first; those that were taken are kept for 30 days.
#[utoipa::path(tag = "webhooks", params(DeliveryFilter, Paging), security(("bearer" = ["webhooks:read"])),
    responses((status = OK, body = Page<Delivery>), ApiError))]
#[get("/webhooks/{id}/deliveries")]
pub async fn list_webhook_deliveries(
    caller: Caller<ReadWebhooks>,
    id: Path<Id>,
    list: List<DeliveryFilter>,
) -> ApiResult<Body<Page<Delivery>>> {
    caller.read(move |reading| store::list(reading, *id, &list.filter, list.paging)).await.map(Body)
}

/// Tell a webhook again of what happened from a time or a change on, under the ids of the first time; what failed or was put
/// aside is tried anew.
#[utoipa::path(tag = "webhooks", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["webhooks:manage"])), responses((status = OK, body = Webhook), ApiError))]
#[post("/webhooks/{id}/replay")]
pub async fn replay_webhook(
    caller: Caller<ManageWebhooks>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(replay): Json<Replay>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::replay(tx, *id, version, &replay)).await
}
