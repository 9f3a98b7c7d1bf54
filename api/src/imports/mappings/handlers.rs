//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, delete, get, patch, post};

use super::dto::{CreateImportMapping, ImportMapping, ImportMappingFilter, SuggestFor, Suggestion};
use super::{store, suggest};
use crate::imports::intake::{self, Ledgers, UploadedFile};
use crate::platform::auth::{Caller, ReadImports, WriteImports};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::body::Binary;
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Patch, Query};
use crate::platform::id::Id;

/// List mappings of headings, the newest first.
#[utoipa::path(tag = "imports", params(ImportMappingFilter, Paging), security(("bearer" = ["imports:read"])),
    responses((status = OK, body = Page<ImportMapping>), ApiError))]
#[get("/import-mappings")]
pub async fn list_import_mappings(
    caller: Caller<ReadImports>,
    list: List<ImportMappingFilter>,
) -> ApiResult<Body<Page<ImportMapping>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Say what stands under the headings of a sheet. From now on imports of the caller's area read every sheet with these headings
/// so; plan one again (`POST /imports/{id}/replan`) that was planned before.
#[utoipa::path(tag = "imports", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["imports:write"])),
    responses((status = CREATED, body = ImportMapping), ApiError))]
#[post("/import-mappings")]
pub async fn create_import_mapping(
    caller: Caller<WriteImports>,
    Ledgers(registry): Ledgers,
    Json(new): Json<CreateImportMapping>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::create(tx, new, &registry)).await
}

/// Look how the headings of a file are read, and what is left to map. The file is the body as it is; nothing of it is kept.
#[utoipa::path(tag = "imports", params(SuggestFor),
    request_body(content = Binary, content_type = "application/octet-stream", description = ".xlsx, CSV or JSON, at most 20 MiB"),
    security(("bearer" = ["imports:write"])), responses((status = OK, body = Suggestion), ApiError))]
#[post("/import-mappings/suggest")]
pub async fn suggest_import_mapping(
    caller: Caller<WriteImports>,
    Query(asked): Query<SuggestFor>,
    Ledgers(registry): Ledgers,
    UploadedFile(bytes): UploadedFile,
) -> ApiResult<Body<Suggestion>> {
    let (_, rows, _) = intake::rows(caller.shared(), bytes, String::new()).await?;
    caller.read(move |reading| suggest::suggestion(reading, &asked, &rows.rows, &registry)).await.map(Body)
}

/// Find one mapping of headings.
#[utoipa::path(tag = "imports", security(("bearer" = ["imports:read"])), responses((status = OK, body = ImportMapping), ApiError))]
#[get("/import-mappings/{id}")]
pub async fn find_import_mapping(caller: Caller<ReadImports>, id: Path<Id>) -> ApiResult<Found<ImportMapping>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Change parts of a mapping.
#[utoipa::path(tag = "imports", params(("If-Match" = String, Header)), security(("bearer" = ["imports:write"])),
    request_body(content = CreateImportMapping, content_type = "application/merge-patch+json"),
    responses((status = OK, body = ImportMapping), ApiError))]
#[patch("/import-mappings/{id}")]
pub async fn update_import_mapping(
    caller: Caller<WriteImports>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Ledgers(registry): Ledgers,
    patch: Patch<CreateImportMapping>,
) -> ApiResult<Found<ImportMapping>> {
    caller.write(move |tx| store::update(tx, *id, version, patch, &registry)).await.map(Found)
}

/// Withdraw a mapping. Plans that were made by it are committed as they were planned.
#[utoipa::path(tag = "imports", params(("If-Match" = String, Header)), security(("bearer" = ["imports:write"])),
    responses((status = NO_CONTENT), ApiError))]
#[delete("/import-mappings/{id}")]
pub async fn delete_import_mapping(
    caller: Caller<WriteImports>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.write(move |tx| store::delete(tx, *id, version)).await?;
    Ok(HttpResponse::NoContent().finish())
}
