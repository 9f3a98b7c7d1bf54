//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{
    Checklists, CreatePremises, MergePremises, PrecursorDuties, Premises, PremisesFilter, UnmergePremises,
};
use super::{checklists, merging, precursors, store};
use crate::platform::auth::{Caller, DecidePremises, ProposePremises, ReadPremises, WritePremises};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Patch, Withdraw};
use crate::platform::id::Id;

/// List places, last changed first.
#[utoipa::path(tag = "premises", params(PremisesFilter, Paging), security(("bearer" = ["premises:read"])),
    responses((status = OK, body = Page<Premises>), ApiError))]
#[get("/premises")]
pub async fn list_premises(
    caller: Caller<ReadPremises>,
    list: List<PremisesFilter>,
) -> ApiResult<Body<Page<Premises>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Register a place.
#[utoipa::path(tag = "premises", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["premises:write"])),
    responses((status = CREATED, body = Premises), ApiError))]
#[post("/premises")]
pub async fn create_premises(
    caller: Caller<WritePremises>,
    Json(new): Json<CreatePremises>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::create(tx, new)).await
}

/// What to look at in places of each kind, with the article each item rests on.
#[utoipa::path(tag = "premises", security(("bearer" = ["premises:read"])),
    responses((status = OK, body = Checklists), ApiError))]
#[get("/premises/checklists")]
pub async fn list_checklists(_: Caller<ReadPremises>) -> Body<Checklists> {
    Body(Checklists { items: checklists::all() })
}

/// What belongs to each class of precursor chemicals and what it obliges to.
#[utoipa::path(tag = "premises", security(("bearer" = ["premises:read"])),
    responses((status = OK, body = Vec<PrecursorDuties>), ApiError))]
#[get("/premises/precursor-duties")]
pub async fn list_precursor_duties(_: Caller<ReadPremises>) -> Body<Vec<PrecursorDuties>> {
    Body(precursors::all())
}

/// Propose a place from the field; it counts nowhere until the office accepts it.
#[utoipa::path(tag = "premises", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["premises:propose"])),
    responses((status = CREATED, body = Premises), ApiError))]
#[post("/premises/proposals")]
pub async fn propose_premises(
    caller: Caller<ProposePremises>,
    Json(new): Json<CreatePremises>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::propose(tx, new)).await
}

/// Find one place, also one that is only proposed or was merged into another.
#[utoipa::path(tag = "premises", security(("bearer" = ["premises:read"])),
    responses((status = OK, body = Premises), ApiError))]
#[get("/premises/{id}")]
pub async fn find_premises(caller: Caller<ReadPremises>, id: Path<Id>) -> ApiResult<Found<Premises>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Change parts of a place.
#[utoipa::path(tag = "premises", params(("If-Match" = String, Header)), security(("bearer" = ["premises:write"])),
    request_body(content = CreatePremises, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Premises), ApiError))]
#[patch("/premises/{id}")]
pub async fn update_premises(
    caller: Caller<WritePremises>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    patch: Patch<CreatePremises>,
) -> ApiResult<Found<Premises>> {
    caller.write(move |tx| store::update(tx, *id, version, patch)).await.map(Found)
}

/// Withdraw a place that should not be on record, or refuse one that was proposed; it and its inspections stay in the journal, its number stays taken.
#[utoipa::path(tag = "premises", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["premises:write"])), responses((status = OK, body = Premises), ApiError))]
#[post("/premises/{id}/withdraw")]
pub async fn withdraw_premises(
    caller: Caller<WritePremises>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, *id, version, why)).await
}

/// Take a place that was proposed onto the register.
#[utoipa::path(tag = "premises", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["premises:decide"])), responses((status = OK, body = Premises), ApiError))]
#[post("/premises/{id}/accept")]
pub async fn accept_premises(
    caller: Caller<DecidePremises>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::accept(tx, *id, version)).await
}

/// Merge a duplicate into the place it is; all that hangs on it goes there, and its number stays taken.
#[utoipa::path(tag = "premises", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["premises:decide"])), responses((status = OK, body = Premises), ApiError))]
#[post("/premises/{id}/merge")]
pub async fn merge_premises(
    caller: Caller<DecidePremises>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(merge): Json<MergePremises>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| merging::merge(tx, *id, version, merge)).await
}

/// Undo a merge; what had moved goes back, what was recorded since stays.
#[utoipa::path(tag = "premises", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["premises:decide"])), responses((status = OK, body = Premises), ApiError))]
#[post("/premises/{id}/unmerge")]
pub async fn unmerge_premises(
    caller: Caller<DecidePremises>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(why): Json<UnmergePremises>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| merging::unmerge(tx, *id, version, why)).await
}
