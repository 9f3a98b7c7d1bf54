//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreateTest, Test};
use super::many::{self, RecordTests, RecordedTests};
use super::store;
use crate::platform::auth::{Caller, ReadTests, WriteTests};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, Page, Paging, Patch, Query, Withdraw};
use crate::platform::id::Id;

/// List a person's tests, newest first.
#[utoipa::path(tag = "personnel", params(Paging), security(("bearer" = ["tests:read"])),
    responses((status = OK, body = Page<Test>), ApiError))]
#[get("/personnel/{id}/tests")]
pub async fn list_tests(
    caller: Caller<ReadTests>,
    id: Path<Id>,
    Query(paging): Query<Paging>,
) -> ApiResult<Body<Page<Test>>> {
    caller.read(move |reading| store::list(reading, *id, paging)).await.map(Body)
}

/// Record a test.
#[utoipa::path(tag = "personnel", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["tests:write"])),
    responses((status = CREATED, body = Test), ApiError))]
#[post("/personnel/{id}/tests")]
pub async fn create_test(
    caller: Caller<WriteTests>,
    id: Path<Id>,
    Json(new): Json<CreateTest>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, *id, new)).await
}

/// Record many tests at once; each is answered by itself.
#[utoipa::path(tag = "personnel", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["tests:write"])),
    responses((status = OK, body = RecordedTests), (status = MULTI_STATUS, body = RecordedTests), ApiError))]
#[post("/tests/actions/record")]
pub async fn record_tests(caller: Caller<WriteTests>, Json(wanted): Json<RecordTests>) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| many::record(tx, wanted)).await
}

/// Find one test.
#[utoipa::path(tag = "personnel", security(("bearer" = ["tests:read"])), responses((status = OK, body = Test), ApiError))]
#[get("/personnel/{id}/tests/{test_id}")]
pub async fn find_test(caller: Caller<ReadTests>, ids: Path<(Id, Id)>) -> ApiResult<Found<Test>> {
    caller.read(move |reading| store::find(reading, ids.0, ids.1)).await.map(Found)
}

/// Change parts of a test.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header)), security(("bearer" = ["tests:write"])),
    request_body(content = CreateTest, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Test), ApiError))]
#[patch("/personnel/{id}/tests/{test_id}")]
pub async fn update_test(
    caller: Caller<WriteTests>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateTest>,
) -> ApiResult<Found<Test>> {
    caller.write(move |tx| store::update(tx, ids.0, ids.1, version, patch)).await.map(Found)
}

/// Withdraw a test that should not be on file.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["tests:write"])), responses((status = OK, body = Test), ApiError))]
#[post("/personnel/{id}/tests/{test_id}/withdraw")]
pub async fn withdraw_test(
    caller: Caller<WriteTests>,
    ids: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, ids.0, ids.1, version, why)).await
}
