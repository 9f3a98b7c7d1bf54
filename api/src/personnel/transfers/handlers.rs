//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{
    AcceptTransfer, AnswerTransfer, ArriveTransfer, CreateTransfer, Destination, RefuseTransfer, Transfer,
    TransferFilter,
};
use super::{moves, store};
use crate::platform::auth::{Caller, ReadTransfers, WriteTransfers};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Patch};
use crate::platform::id::Id;

/// Ask another town to take a person over, or record the letter that asks it (戒毒条例 §22).
#[utoipa::path(tag = "transfers", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["transfers:write"])),
    responses((status = CREATED, body = Transfer), ApiError))]
#[post("/personnel/{id}/transfers")]
pub async fn create_transfer(
    caller: Caller<WriteTransfers>,
    id: Path<Id>,
    Json(new): Json<CreateTransfer>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, *id, new)).await
}

/// List the changes of place the caller's town asks for or is asked for, those under way first.
#[utoipa::path(tag = "transfers", params(TransferFilter, Paging), security(("bearer" = ["transfers:read"])),
    responses((status = OK, body = Page<Transfer>), ApiError))]
#[get("/transfers")]
pub async fn list_transfers(
    caller: Caller<ReadTransfers>,
    list: List<TransferFilter>,
) -> ApiResult<Body<Page<Transfer>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// List the towns somebody can be sent to: names and codes, nothing of their files.
#[utoipa::path(tag = "transfers", security(("bearer" = ["transfers:write"])),
    responses((status = OK, body = Vec<Destination>), ApiError))]
#[get("/transfers/destinations")]
pub async fn list_destinations(caller: Caller<WriteTransfers>) -> ApiResult<Body<Vec<Destination>>> {
    caller.read(store::destinations).await.map(Body)
}

/// Find one change of place.
#[utoipa::path(tag = "transfers", security(("bearer" = ["transfers:read"])), responses((status = OK, body = Transfer), ApiError))]
#[get("/transfers/{id}")]
pub async fn find_transfer(caller: Caller<ReadTransfers>, id: Path<Id>) -> ApiResult<Found<Transfer>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Change what is asked for, while nobody has answered.
#[utoipa::path(tag = "transfers", params(("If-Match" = String, Header)), security(("bearer" = ["transfers:write"])),
    request_body(content = CreateTransfer, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Transfer), ApiError))]
#[patch("/transfers/{id}")]
pub async fn update_transfer(
    caller: Caller<WriteTransfers>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateTransfer>,
) -> ApiResult<Found<Transfer>> {
    caller.write(move |tx| store::update(tx, *id, version, patch)).await.map(Found)
}

/// Take a person over: file, records and duties come along, and the clock runs on.
#[utoipa::path(tag = "transfers", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["transfers:write"])), responses((status = OK, body = Transfer), ApiError))]
#[post("/transfers/{id}/accept")]
pub async fn accept_transfer(
    caller: Caller<WriteTransfers>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(how): Json<AcceptTransfer>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| moves::accept(tx, *id, version, how)).await
}

/// Decline a person: everything stays with the town that asked.
#[utoipa::path(tag = "transfers", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["transfers:write"])), responses((status = OK, body = Transfer), ApiError))]
#[post("/transfers/{id}/decline")]
pub async fn decline_transfer(
    caller: Caller<WriteTransfers>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(why): Json<RefuseTransfer>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| moves::decline(tx, *id, version, why)).await
}

/// Take a request back that nobody has answered.
#[utoipa::path(tag = "transfers", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["transfers:write"])), responses((status = OK, body = Transfer), ApiError))]
#[post("/transfers/{id}/cancel")]
pub async fn cancel_transfer(
    caller: Caller<WriteTransfers>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(why): Json<RefuseTransfer>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| moves::cancel(tx, *id, version, why)).await
}

/// Record the reply slip of a letter.
#[utoipa::path(tag = "transfers", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["transfers:write"])), responses((status = OK, body = Transfer), ApiError))]
#[post("/transfers/{id}/answer")]
pub async fn answer_transfer(
    caller: Caller<WriteTransfers>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(answer): Json<AnswerTransfer>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| moves::answer(tx, *id, version, answer)).await
}

/// Record that the person has reported in at the new place, and the new agreement.
#[utoipa::path(tag = "transfers", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["transfers:write"])), responses((status = OK, body = Transfer), ApiError))]
#[post("/transfers/{id}/arrive")]
pub async fn arrive_transfer(
    caller: Caller<WriteTransfers>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(arrival): Json<ArriveTransfer>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| moves::arrive(tx, *id, version, &arrival)).await
}
