//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, post};

use super::dto::{
    AreaFilter, AssignUnits, AssignedUnits, CampaignCoverage, CampaignUnit, CoverageFilter, CoverageTable, ExcludeUnit,
    Freeze, FreezeUnits, Gap, RecordSheet, RecordedSheet, SendToGaps, SentToGaps, Sheet, UnitFilter,
};
use super::{errands, planning, report, sheet};
use crate::platform::auth::{AssignTasks, Caller, PlanCampaigns, ReadInspections, WriteInspections};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{IfMatch, Json, List, Page, Paging, Query};
use crate::platform::id::Id;

/// Tell the coverage of all rounds of a period by village.
#[utoipa::path(tag = "coverage", params(CoverageFilter), security(("bearer" = ["inspections:read"])),
    responses((status = OK, body = CoverageTable), ApiError))]
#[get("/coverage")]
pub async fn coverage_table(
    caller: Caller<ReadInspections>,
    Query(filter): Query<CoverageFilter>,
) -> ApiResult<Body<CoverageTable>> {
    caller.read(move |reading| report::table(reading, &filter)).await.map(Body)
}

/// List the places on the register that were not inspected in a period at all; ever, where no period is given.
#[utoipa::path(tag = "coverage", params(CoverageFilter, Paging), security(("bearer" = ["inspections:read"])),
    responses((status = OK, body = Page<Gap>), ApiError))]
#[get("/coverage/gaps")]
pub async fn list_gaps(caller: Caller<ReadInspections>, list: List<CoverageFilter>) -> ApiResult<Body<Page<Gap>>> {
    caller.read(move |reading| report::gaps(reading, &list.filter, list.paging)).await.map(Body)
}

/// Freeze the list of a round: the places on the register of its area today. Its denominator never changes after that.
#[utoipa::path(tag = "coverage", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["campaigns:plan"])), responses((status = CREATED, body = Freeze), ApiError))]
#[post("/campaigns/{id}/units/freeze")]
pub async fn freeze_units(
    caller: Caller<PlanCampaigns>,
    id: Path<Id>,
    Json(wanted): Json<FreezeUnits>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| planning::freeze(tx, *id, wanted)).await
}

/// List the places of a round by their numbers on the list; those that came later, off the list, at the end.
#[utoipa::path(tag = "coverage", params(UnitFilter, Paging), security(("bearer" = ["inspections:read"])),
    responses((status = OK, body = Page<CampaignUnit>), ApiError))]
#[get("/campaigns/{id}/units")]
pub async fn list_units(
    caller: Caller<ReadInspections>,
    id: Path<Id>,
    list: List<UnitFilter>,
) -> ApiResult<Body<Page<CampaignUnit>>> {
    caller.read(move |reading| report::units(reading, *id, &list.filter, list.paging)).await.map(Body)
}

/// Share lines of a list out, by division or one by one.
#[utoipa::path(tag = "coverage", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["campaigns:plan"])), responses((status = OK, body = AssignedUnits), ApiError))]
#[post("/campaigns/{id}/units/assign")]
pub async fn assign_units(
    caller: Caller<PlanCampaigns>,
    id: Path<Id>,
    Json(order): Json<AssignUnits>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| planning::assign(tx, *id, &order)).await
}

/// Leave a place out of a round with a reason: it is named, and counts neither above nor below the line.
#[utoipa::path(tag = "coverage", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["campaigns:plan"])), responses((status = OK, body = CampaignUnit), ApiError))]
#[post("/campaigns/{id}/units/{premises_id}/exclude")]
pub async fn exclude_unit(
    caller: Caller<PlanCampaigns>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    Json(why): Json<ExcludeUnit>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| planning::exclude(tx, *ids, version, why)).await
}

/// Take a place in again that was left out of a round.
#[utoipa::path(tag = "coverage", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["campaigns:plan"])), responses((status = OK, body = CampaignUnit), ApiError))]
#[post("/campaigns/{id}/units/{premises_id}/include")]
pub async fn include_unit(
    caller: Caller<PlanCampaigns>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| planning::include(tx, *ids, version)).await
}

/// Tell the coverage of a round by village, in numbers and in words.
#[utoipa::path(tag = "coverage", params(AreaFilter), security(("bearer" = ["inspections:read"])),
    responses((status = OK, body = CampaignCoverage), ApiError))]
#[get("/campaigns/{id}/coverage")]
pub async fn coverage_of_campaign(
    caller: Caller<ReadInspections>,
    id: Path<Id>,
    Query(filter): Query<AreaFilter>,
) -> ApiResult<Body<CampaignCoverage>> {
    caller.read(move |reading| report::of_round(reading, *id, filter.division.as_deref())).await.map(Body)
}

/// List the places of a round that have no outcome in it.
#[utoipa::path(tag = "coverage", params(AreaFilter, Paging), security(("bearer" = ["inspections:read"])),
    responses((status = OK, body = Page<Gap>), ApiError))]
#[get("/campaigns/{id}/gaps")]
pub async fn list_gaps_of_campaign(
    caller: Caller<ReadInspections>,
    id: Path<Id>,
    list: List<AreaFilter>,
) -> ApiResult<Body<Page<Gap>>> {
    let gaps =
        caller.read(move |reading| report::gaps_of_round(reading, *id, list.filter.division.as_deref(), list.paging));
    gaps.await.map(Body)
}

/// Make one duty for each gap of a round that has none; an inspection of the place in that round does it.
#[utoipa::path(tag = "coverage", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["tasks:assign"])), responses((status = OK, body = SentToGaps), ApiError))]
#[post("/campaigns/{id}/gaps/tasks")]
pub async fn send_to_gaps(
    caller: Caller<AssignTasks>,
    id: Path<Id>,
    Json(order): Json<SendToGaps>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| errands::send(tx, *id, &order)).await
}

/// Draw up the sheet of a round for a division, with the numbers of its list.
#[utoipa::path(tag = "coverage", params(AreaFilter), security(("bearer" = ["inspections:read"])),
    responses((status = OK, body = Sheet), ApiError))]
#[get("/campaigns/{id}/sheet")]
pub async fn sheet_of_campaign(
    caller: Caller<ReadInspections>,
    id: Path<Id>,
    Query(filter): Query<AreaFilter>,
) -> ApiResult<Body<Sheet>> {
    caller.read(move |reading| sheet::of_division(reading, *id, filter.division.as_deref())).await.map(Body)
}

/// Key in a sheet by its numbers; each line is answered by itself, and one keyed in before makes no second inspection.
#[utoipa::path(tag = "coverage", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["inspections:write"])),
    responses((status = OK, body = RecordedSheet), (status = MULTI_STATUS, body = RecordedSheet), ApiError))]
#[post("/campaigns/{id}/sheet/records")]
pub async fn record_sheet(
    caller: Caller<WriteInspections>,
    id: Path<Id>,
    Json(sheet): Json<RecordSheet>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| sheet::record(tx, *id, &sheet)).await
}
