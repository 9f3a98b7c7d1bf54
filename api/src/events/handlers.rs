//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreateEvent, Event, EventFilter};
use super::store;
use crate::platform::auth::{Caller, ReadEvents, WriteEvents};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Patch, Withdraw};
use crate::platform::id::Id;

/// List events, latest first.
#[utoipa::path(tag = "events", params(EventFilter, Paging), security(("bearer" = ["events:read"])),
    responses((status = OK, body = Page<Event>), ApiError))]
#[get("/events")]
pub async fn list_events(caller: Caller<ReadEvents>, list: List<EventFilter>) -> ApiResult<Body<Page<Event>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Record an event.
#[utoipa::path(tag = "events", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["events:write"])),
    responses((status = CREATED, body = Event), ApiError))]
#[post("/events")]
pub async fn create_event(caller: Caller<WriteEvents>, Json(new): Json<CreateEvent>) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, new)).await
}

/// Find one event.
#[utoipa::path(tag = "events", security(("bearer" = ["events:read"])), responses((status = OK, body = Event), ApiError))]
#[get("/events/{id}")]
pub async fn find_event(caller: Caller<ReadEvents>, id: Path<Id>) -> ApiResult<Found<Event>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Change parts of an event.
#[utoipa::path(tag = "events", params(("If-Match" = String, Header)), security(("bearer" = ["events:write"])),
    request_body(content = CreateEvent, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Event), ApiError))]
#[patch("/events/{id}")]
pub async fn update_event(
    caller: Caller<WriteEvents>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateEvent>,
) -> ApiResult<Found<Event>> {
    caller.write(move |tx| store::update(tx, *id, version, patch)).await.map(Found)
}

/// Withdraw an event that should not be on record; it stays in the journal with its reason.
#[utoipa::path(tag = "events", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["events:write"])), responses((status = OK, body = Event), ApiError))]
#[post("/events/{id}/withdraw")]
pub async fn withdraw_event(
    caller: Caller<WriteEvents>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, *id, version, why)).await
}
