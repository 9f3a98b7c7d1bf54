//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{CreatePerson, ExportFilter, Person, PersonFilter, SearchPersonnel};
use super::{export, store};
use crate::platform::auth::{Caller, ExportPersonnel, ReadPersonnel, SearchPersonnel as MaySearch, WritePersonnel};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Patch, Query, Withdraw};
use crate::platform::id::Id;

/// List persons, last changed first.
#[utoipa::path(tag = "personnel", params(PersonFilter, Paging), security(("bearer" = ["personnel:read"])),
    responses((status = OK, body = Page<Person>), ApiError))]
#[get("/personnel")]
pub async fn list_personnel(caller: Caller<ReadPersonnel>, list: List<PersonFilter>) -> ApiResult<Body<Page<Person>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Take a list of persons out, masked whatever the caller's role may see.
#[utoipa::path(tag = "personnel", params(ExportFilter), security(("bearer" = ["personnel:export"])),
    responses((status = OK, body = String, content_type = "text/csv"), ApiError))]
#[get("/personnel/export")]
pub async fn export_personnel(
    caller: Caller<ExportPersonnel>,
    Query(filter): Query<ExportFilter>,
) -> ApiResult<HttpResponse> {
    Ok(export::stream(caller.stream()?, filter))
}

/// Register a person.
#[utoipa::path(tag = "personnel", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["personnel:write"])),
    responses((status = CREATED, body = Person), ApiError))]
#[post("/personnel")]
pub async fn create_person(caller: Caller<WritePersonnel>, Json(new): Json<CreatePerson>) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, new)).await
}

/// Find persons by exact identity number or phone, which may not stand in an address.
#[utoipa::path(tag = "personnel", security(("bearer" = ["personnel:search"])),
    responses((status = OK, body = Page<Person>), ApiError))]
#[post("/personnel/search")]
pub async fn search_personnel(
    caller: Caller<MaySearch>,
    Json(wanted): Json<SearchPersonnel>,
) -> ApiResult<Body<Page<Person>>> {
    caller.read(move |reading| store::search(reading, &wanted)).await.map(Body)
}

/// Find one person.
#[utoipa::path(tag = "personnel", security(("bearer" = ["personnel:read"])), responses((status = OK, body = Person), ApiError))]
#[get("/personnel/{id}")]
pub async fn find_person(caller: Caller<ReadPersonnel>, id: Path<Id>) -> ApiResult<Found<Person>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Change parts of a person's file.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header)), security(("bearer" = ["personnel:write"])),
    request_body(content = CreatePerson, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Person), ApiError))]
#[patch("/personnel/{id}")]
pub async fn update_person(
    caller: Caller<WritePersonnel>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    patch: Patch<CreatePerson>,
) -> ApiResult<Found<Person>> {
    caller.write(move |tx| store::update(tx, *id, version, patch)).await.map(Found)
}

/// Withdraw a file that should not be there.
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["personnel:write"])), responses((status = OK, body = Person), ApiError))]
#[post("/personnel/{id}/withdraw")]
pub async fn withdraw_person(
    caller: Caller<WritePersonnel>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(why): Json<Withdraw>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::withdraw(tx, *id, version, why)).await
}
