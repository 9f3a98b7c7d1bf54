//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{Client, ClientFilter, ClientKey, CreateClient, CreateClientKey, NewClientSecret};
use super::{changes, credentials, store};
use crate::platform::auth::{Caller, ManageClients, ReadClients};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Patch};
use crate::platform::id::Id;

/// List the machine clients of the caller's area, by name.
#[utoipa::path(tag = "clients", params(ClientFilter, Paging), security(("bearer" = ["clients:read"])),
    responses((status = OK, body = Page<Client>), ApiError))]
#[get("/clients")]
pub async fn list_clients(caller: Caller<ReadClients>, list: List<ClientFilter>) -> ApiResult<Body<Page<Client>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Make a machine client. It can do nothing until it has a secret or a key.
#[utoipa::path(tag = "clients", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["clients:manage"])),
    responses((status = CREATED, body = Client), ApiError))]
#[post("/clients")]
pub async fn create_client(caller: Caller<ManageClients>, Json(new): Json<CreateClient>) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| changes::create(tx, new)).await
}

/// Find one machine client.
#[utoipa::path(tag = "clients", security(("bearer" = ["clients:read"])), responses((status = OK, body = Client), ApiError))]
#[get("/clients/{id}")]
pub async fn find_client(caller: Caller<ReadClients>, id: Path<Id>) -> ApiResult<Found<Client>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Change what a machine client is and may do; it acts at once.
#[utoipa::path(tag = "clients", params(("If-Match" = String, Header)), security(("bearer" = ["clients:manage"])),
    request_body(content = CreateClient, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Client), ApiError))]
#[patch("/clients/{id}")]
pub async fn update_client(
    caller: Caller<ManageClients>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    patch: Patch<CreateClient>,
) -> ApiResult<Found<Client>> {
    caller.write(move |tx| changes::update(tx, *id, version, patch)).await.map(Found)
}

/// Revoke a machine client for good: its tokens are refused at once.
#[utoipa::path(tag = "clients", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["clients:manage"])), responses((status = OK, body = Client), ApiError))]
#[post("/clients/{id}/revoke")]
pub async fn revoke_client(
    caller: Caller<ManageClients>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| changes::revoke(tx, *id, version)).await
}

/// Make a secret for a machine client. It is shown this once; two may be in use, so that one can be replaced without a pause.
///
/// This takes no `Idempotency-Key`, for an answer kept to be given again would keep the secret: whoever loses it ends it and
/// makes another.
#[utoipa::path(tag = "clients", security(("bearer" = ["clients:manage"])),
    responses((status = OK, body = NewClientSecret), ApiError))]
#[post("/clients/{id}/secrets")]
pub async fn create_client_secret(caller: Caller<ManageClients>, id: Path<Id>) -> ApiResult<Body<NewClientSecret>> {
    caller.write(move |tx| credentials::add_secret(tx, *id)).await.map(Body)
}

/// End a secret: tokens that were got with it are refused at once.
#[utoipa::path(tag = "clients", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["clients:manage"])), responses((status = OK, body = Client), ApiError))]
#[post("/clients/{id}/secrets/{secret_id}/revoke")]
pub async fn revoke_client_secret(caller: Caller<ManageClients>, path: Path<(Id, Id)>) -> ApiResult<HttpResponse> {
    let (id, secret_id) = path.into_inner();
    caller.post(StatusCode::OK, move |tx| credentials::end_secret(tx, id, secret_id)).await
}

/// Register a public key of a machine client, which signs assertions with the private one (`private_key_jwt`).
#[utoipa::path(tag = "clients", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["clients:manage"])), responses((status = CREATED, body = ClientKey), ApiError))]
#[post("/clients/{id}/keys")]
pub async fn create_client_key(
    caller: Caller<ManageClients>,
    id: Path<Id>,
    Json(new): Json<CreateClientKey>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| credentials::add_key(tx, *id, &new.public_key)).await
}

/// End a key: tokens that were got with it are refused at once.
#[utoipa::path(tag = "clients", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["clients:manage"])), responses((status = OK, body = Client), ApiError))]
#[post("/clients/{id}/keys/{key_id}/revoke")]
pub async fn revoke_client_key(caller: Caller<ManageClients>, path: Path<(Id, Id)>) -> ApiResult<HttpResponse> {
    let (id, key_id) = path.into_inner();
    caller.post(StatusCode::OK, move |tx| credentials::end_key(tx, id, key_id)).await
}
