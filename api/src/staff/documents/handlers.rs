//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreateDocument, DocumentFilter, RegisteredDocument};
use super::store;
use crate::platform::auth::{Caller, ReadStaff, WriteStaff};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Patch, Withdraw};
use crate::platform::id::Id;

/// List the document register, latest first.
#[utoipa::path(tag = "staff", params(DocumentFilter, Paging), security(("bearer" = ["staff:read"])),
    responses((status = OK, body = Page<RegisteredDocument>), ApiError))]
#[get("/documents")]
pub async fn list_documents(
    caller: Caller<ReadStaff>,
    list: List<DocumentFilter>,
) -> ApiResult<Body<Page<RegisteredDocument>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Enter a document in the register.
#[utoipa::path(tag = "staff", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["staff:write"])), responses((status = CREATED, body = RegisteredDocument), ApiError))]
#[post("/documents")]
pub async fn create_document(caller: Caller<WriteStaff>, Json(new): Json<CreateDocument>) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, new)).await
}

/// Find one document.
#[utoipa::path(tag = "staff", security(("bearer" = ["staff:read"])), responses((status = OK, body = RegisteredDocument), ApiError))]
#[get("/documents/{id}")]
pub async fn find_document(caller: Caller<ReadStaff>, id: Path<Id>) -> ApiResult<Found<RegisteredDocument>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Change parts of a document.
#[utoipa::path(tag = "staff", params(("If-Match" = String, Header)), security(("bearer" = ["staff:write"])),
    request_body(content = CreateDocument, content_type = "application/merge-patch+json"),
    responses((status = OK, body = RegisteredDocument), ApiError))]
#[patch("/documents/{id}")]
pub async fn update_document(
    caller: Caller<WriteStaff>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateDocument>,
) -> ApiResult<Found<RegisteredDocument>> {
    caller.write(move |tx| store::update(tx, *id, version, patch)).await.map(Found)
}

/// Withdraw a document that should not be on record; it stays in the journal with its reason.
#[utoipa::path(tag = "staff", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["staff:write"])), responses((status = OK, body = RegisteredDocument), ApiError))]
#[post("/documents/{id}/withdraw")]
pub async fn withdraw_document(
    caller: Caller<WriteStaff>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, *id, version, why)).await
}
