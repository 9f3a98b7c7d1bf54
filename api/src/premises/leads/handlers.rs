//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, post};

use super::dto::{Lead, LeadFilter, ReceiveLead};
use super::store;
use crate::platform::auth::{Caller, DecideLeads, ReadLeads};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging};
use crate::platform::id::Id;

/// List leads to the police, those nobody has received first.
#[utoipa::path(tag = "leads", params(LeadFilter, Paging), security(("bearer" = ["leads:read"])),
    responses((status = OK, body = Page<Lead>), ApiError))]
#[get("/leads")]
pub async fn list_leads(caller: Caller<ReadLeads>, list: List<LeadFilter>) -> ApiResult<Body<Page<Lead>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Find one lead.
#[utoipa::path(tag = "leads", security(("bearer" = ["leads:read"])), responses((status = OK, body = Lead), ApiError))]
#[get("/leads/{id}")]
pub async fn find_lead(caller: Caller<ReadLeads>, id: Path<Id>) -> ApiResult<Found<Lead>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Record that the police have received a lead; it no longer follows its inspection.
#[utoipa::path(tag = "leads", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["leads:decide"])), responses((status = OK, body = Lead), ApiError))]
#[post("/leads/{id}/receive")]
pub async fn receive_lead(
    caller: Caller<DecideLeads>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(receipt): Json<ReceiveLead>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::receive(tx, *id, version, receipt)).await
}
