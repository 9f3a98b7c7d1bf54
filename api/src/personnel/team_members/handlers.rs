//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreateTeamMember, TeamMember};
use super::store;
use crate::platform::auth::{Caller, ReadTreatments, WriteTreatments};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, Page, Paging, Patch, Query, Withdraw};
use crate::platform::id::Id;

/// List the members of a person's case team, newest first.
#[utoipa::path(tag = "personnel", params(Paging), security(("bearer" = ["treatments:read"])),
    responses((status = OK, body = Page<TeamMember>), ApiError))]
#[get("/personnel/{id}/team-members")]
pub async fn list_team_members(
    caller: Caller<ReadTreatments>,
    id: Path<Id>,
    Query(paging): Query<Paging>,
) -> ApiResult<Body<Page<TeamMember>>> {
    caller.read(move |reading| store::list(reading, *id, paging)).await.map(Body)
}

/// Name a member of the case team.
#[utoipa::path(tag = "personnel", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["treatments:write"])),
    responses((status = CREATED, body = TeamMember), ApiError))]
#[post("/personnel/{id}/team-members")]
pub async fn create_team_member(
    caller: Caller<WriteTreatments>,
    id: Path<Id>,
    Json(new): Json<CreateTeamMember>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, *id, new)).await
}

/// Find one member of the case team.
#[utoipa::path(tag = "personnel", security(("bearer" = ["treatments:read"])), responses((status = OK, body = TeamMember), ApiError))]
#[get("/personnel/{id}/team-members/{member_id}")]
pub async fn find_team_member(caller: Caller<ReadTreatments>, ids: Path<(Id, Id)>) -> ApiResult<Found<TeamMember>> {
    caller.read(move |reading| store::find(reading, ids.0, ids.1)).await.map(Found)
}

/// Change parts of a member's record.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header)), security(("bearer" = ["treatments:write"])),
    request_body(content = CreateTeamMember, content_type = "application/merge-patch+json"),
    responses((status = OK, body = TeamMember), ApiError))]
#[patch("/personnel/{id}/team-members/{member_id}")]
pub async fn update_team_member(
    caller: Caller<WriteTreatments>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateTeamMember>,
) -> ApiResult<Found<TeamMember>> {
    caller.write(move |tx| store::update(tx, ids.0, ids.1, version, patch)).await.map(Found)
}

/// Withdraw a member who should not be on file.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["treatments:write"])), responses((status = OK, body = TeamMember), ApiError))]
#[post("/personnel/{id}/team-members/{member_id}/withdraw")]
pub async fn withdraw_team_member(
    caller: Caller<WriteTreatments>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, ids.0, ids.1, version, why)).await
}
