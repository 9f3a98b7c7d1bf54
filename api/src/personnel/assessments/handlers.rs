//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{Assessment, CreateAssessment};
use super::store;
use crate::platform::auth::{Caller, ReadAssessments, WriteAssessments};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, Page, Paging, Patch, Query, Withdraw};
use crate::platform::id::Id;

/// List a person's risk assessments, newest first.
#[utoipa::path(tag = "personnel", params(Paging), security(("bearer" = ["assessments:read"])),
    responses((status = OK, body = Page<Assessment>), ApiError))]
#[get("/personnel/{id}/assessments")]
pub async fn list_assessments(
    caller: Caller<ReadAssessments>,
    id: Path<Id>,
    Query(paging): Query<Paging>,
) -> ApiResult<Body<Page<Assessment>>> {
    caller.read(move |reading| store::list(reading, *id, paging)).await.map(Body)
}

/// Record a risk assessment with its approval; the grade on file follows it.
#[utoipa::path(tag = "personnel", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["assessments:write"])),
    responses((status = CREATED, body = Assessment), ApiError))]
#[post("/personnel/{id}/assessments")]
pub async fn create_assessment(
    caller: Caller<WriteAssessments>,
    id: Path<Id>,
    Json(new): Json<CreateAssessment>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, *id, new)).await
}

/// Find one risk assessment.
#[utoipa::path(tag = "personnel", security(("bearer" = ["assessments:read"])), responses((status = OK, body = Assessment), ApiError))]
#[get("/personnel/{id}/assessments/{assessment_id}")]
pub async fn find_assessment(caller: Caller<ReadAssessments>, ids: Path<(Id, Id)>) -> ApiResult<Found<Assessment>> {
    caller.read(move |reading| store::find(reading, ids.0, ids.1)).await.map(Found)
}

/// Change parts of a risk assessment.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header)), security(("bearer" = ["assessments:write"])),
    request_body(content = CreateAssessment, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Assessment), ApiError))]
#[patch("/personnel/{id}/assessments/{assessment_id}")]
pub async fn update_assessment(
    caller: Caller<WriteAssessments>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateAssessment>,
) -> ApiResult<Found<Assessment>> {
    caller.write(move |tx| store::update(tx, ids.0, ids.1, version, patch)).await.map(Found)
}

/// Withdraw a risk assessment that should not be on file.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["assessments:write"])), responses((status = OK, body = Assessment), ApiError))]
#[post("/personnel/{id}/assessments/{assessment_id}/withdraw")]
pub async fn withdraw_assessment(
    caller: Caller<WriteAssessments>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, ids.0, ids.1, version, why)).await
}
