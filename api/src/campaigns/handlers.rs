//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, post};

use super::dto::{Campaign, CampaignFilter, CreateCampaign};
use super::store;
use crate::platform::auth::{Caller, ReadInspections, WriteInspections};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, Json, List, Page, Paging};
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
