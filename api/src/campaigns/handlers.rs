//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{Campaign, CampaignFilter, CreateCampaign};
use super::{changes, store};
use crate::platform::auth::{Caller, ReadInspections, WriteInspections};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Patch, Withdraw};
use crate::platform::id::Id;

/// List the campaigns that concern the caller's area, newest first.
#[utoipa::path(tag = "campaigns", params(CampaignFilter, Paging), security(("bearer" = ["inspections:read"])),
    responses((status = OK, body = Page<Campaign>), ApiError))]
#[get("/campaigns")]
pub async fn list_campaigns(
    caller: Caller<ReadInspections>,
    list: List<CampaignFilter>,
) -> ApiResult<Body<Page<Campaign>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Open a campaign.
#[utoipa::path(tag = "campaigns", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["inspections:write"])),
    responses((status = CREATED, body = Campaign), ApiError))]
#[post("/campaigns")]
pub async fn create_campaign(
    caller: Caller<WriteInspections>,
    Json(new): Json<CreateCampaign>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::create(tx, new)).await
}

/// Find one campaign.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["inspections:read"])),
    responses((status = OK, body = Campaign), ApiError))]
#[get("/campaigns/{id}")]
pub async fn find_campaign(caller: Caller<ReadInspections>, id: Path<Id>) -> ApiResult<Found<Campaign>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Change parts of a campaign, e.g. a wrong kind.
#[utoipa::path(tag = "campaigns", params(("If-Match" = String, Header)), security(("bearer" = ["inspections:write"])),
    request_body(content = CreateCampaign, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Campaign), ApiError))]
#[patch("/campaigns/{id}")]
pub async fn update_campaign(
    caller: Caller<WriteInspections>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateCampaign>,
) -> ApiResult<Found<Campaign>> {
    caller.write(move |tx| changes::update(tx, *id, version, patch)).await.map(Found)
}

/// Withdraw a campaign in which nothing was inspected; it stays in the journal with its reason.
#[utoipa::path(tag = "campaigns", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["inspections:write"])), responses((status = OK, body = Campaign), ApiError))]
#[post("/campaigns/{id}/withdraw")]
pub async fn withdraw_campaign(
    caller: Caller<WriteInspections>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| changes::withdraw(tx, *id, version, why)).await
}
