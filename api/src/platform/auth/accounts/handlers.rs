//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, patch, post};

use super::dto::{
    Account, AccountFilter, AccountRequest, AccountRequestFilter, CreateAccount, DescribeAccount, NewSetUpCode,
    RequestRole, Roles,
};
use super::{changes, in_use, requests, setting_up, store};
use crate::platform::auth::{Caller, ConfirmAccounts, GrantAccounts, ManageAccounts, ReadAccounts};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging, Patch};
use crate::platform::id::Id;

/// List the accounts of the caller's area, by sign-in name.
#[utoipa::path(tag = "accounts", params(AccountFilter, Paging), security(("bearer" = ["accounts:read"])),
    responses((status = OK, body = Page<Account>), ApiError))]
#[get("/accounts")]
pub async fn list_accounts(caller: Caller<ReadAccounts>, list: List<AccountFilter>) -> ApiResult<Body<Page<Account>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Make an account. It has no password and no role: a set-up code is handed to its holder, and a role is asked for by somebody
/// else.
#[utoipa::path(tag = "accounts", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["accounts:manage"])), responses((status = CREATED, body = Account), ApiError))]
#[post("/accounts")]
pub async fn create_account(caller: Caller<ManageAccounts>, Json(new): Json<CreateAccount>) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| changes::create(tx, new)).await
}

/// Find one account.
#[utoipa::path(tag = "accounts", security(("bearer" = ["accounts:read"])),
    responses((status = OK, body = Account), ApiError))]
#[get("/accounts/{id}")]
pub async fn find_account(caller: Caller<ReadAccounts>, id: Path<Id>) -> ApiResult<Found<Account>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Say whose account it is: name and post.
#[utoipa::path(tag = "accounts", params(("If-Match" = String, Header)), security(("bearer" = ["accounts:manage"])),
    request_body(content = DescribeAccount, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Account), ApiError))]
#[patch("/accounts/{id}")]
pub async fn update_account(
    caller: Caller<ManageAccounts>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    patch: Patch<DescribeAccount>,
) -> ApiResult<Found<Account>> {
    caller.write(move |tx| changes::describe(tx, *id, version, patch)).await.map(Found)
}

/// Lock an account: it is out at once, and nobody signs in with it until it is unlocked.
#[utoipa::path(tag = "accounts", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["accounts:manage"])), responses((status = OK, body = Account), ApiError))]
#[post("/accounts/{id}/lock")]
pub async fn lock_account(
    caller: Caller<ManageAccounts>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| changes::set_active(tx, *id, version, false)).await
}

/// Unlock an account, with the role it has.
#[utoipa::path(tag = "accounts", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["accounts:manage"])), responses((status = OK, body = Account), ApiError))]
#[post("/accounts/{id}/unlock")]
pub async fn unlock_account(
    caller: Caller<ManageAccounts>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| changes::set_active(tx, *id, version, true)).await
}

/// Close an account for good. It is never deleted: the journal names it.
#[utoipa::path(tag = "accounts", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["accounts:manage"])), responses((status = OK, body = Account), ApiError))]
#[post("/accounts/{id}/close")]
pub async fn close_account(
    caller: Caller<ManageAccounts>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| changes::close(tx, *id, version)).await
}

/// End every session of an account.
#[utoipa::path(tag = "accounts", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["accounts:manage"])), responses((status = OK, body = Account), ApiError))]
#[post("/accounts/{id}/end-sessions")]
pub async fn end_account_sessions(
    caller: Caller<ManageAccounts>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| changes::end_sessions(tx, *id, version)).await
}

/// Make a set-up code, with which its holder sets a password (`POST /auth/set-password`). It is shown this once.
///
/// Where the account has a role, the code is good for nothing until somebody else confirms the request that is made with it.
/// This takes no `Idempotency-Key`, for an answer kept to be given again would keep the code.
#[utoipa::path(tag = "accounts", params(("If-Match" = String, Header)), security(("bearer" = ["accounts:manage"])),
    responses((status = OK, body = NewSetUpCode), ApiError))]
#[post("/accounts/{id}/set-up-code")]
pub async fn create_set_up_code(
    caller: Caller<ManageAccounts>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<Body<NewSetUpCode>> {
    caller.write(move |tx| setting_up::issue(tx, *id, version)).await.map(Body)
}

/// Ask for a role for an account, and for the area it is to see. Nothing changes until somebody else confirms it.
#[utoipa::path(tag = "accounts", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["accounts:grant"])), responses((status = CREATED, body = AccountRequest), ApiError))]
#[post("/accounts/{id}/request-role")]
pub async fn request_role(
    caller: Caller<GrantAccounts>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(wanted): Json<RequestRole>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| requests::ask_for_role(tx, *id, version, wanted)).await
}

/// Take the role of an account away: it is out at once. That needs no second person.
#[utoipa::path(tag = "accounts", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["accounts:grant"])), responses((status = OK, body = Account), ApiError))]
#[post("/accounts/{id}/revoke-role")]
pub async fn revoke_role(
    caller: Caller<GrantAccounts>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| changes::revoke_role(tx, *id, version)).await
}

/// List what is asked for accounts, the newest first.
#[utoipa::path(tag = "accounts", params(AccountRequestFilter, Paging), security(("bearer" = ["accounts:read"])),
    responses((status = OK, body = Page<AccountRequest>), ApiError))]
#[get("/account-requests")]
pub async fn list_account_requests(
    caller: Caller<ReadAccounts>,
    list: List<AccountRequestFilter>,
) -> ApiResult<Body<Page<AccountRequest>>> {
    caller.read(move |reading| requests::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Find one request.
#[utoipa::path(tag = "accounts", security(("bearer" = ["accounts:read"])),
    responses((status = OK, body = AccountRequest), ApiError))]
#[get("/account-requests/{id}")]
pub async fn find_account_request(caller: Caller<ReadAccounts>, id: Path<Id>) -> ApiResult<Found<AccountRequest>> {
    caller.read(move |reading| requests::find(reading, *id)).await.map(Found)
}

/// Confirm a request: it takes effect at once. Who confirms it has neither asked for it nor made the account.
#[utoipa::path(tag = "accounts", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["accounts:confirm"])), responses((status = OK, body = AccountRequest), ApiError))]
#[post("/account-requests/{id}/confirm")]
pub async fn confirm_account_request(
    caller: Caller<ConfirmAccounts>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| requests::decide(tx, *id, version, true)).await
}

/// Decline a request: nothing changes.
#[utoipa::path(tag = "accounts", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["accounts:confirm"])), responses((status = OK, body = AccountRequest), ApiError))]
#[post("/account-requests/{id}/decline")]
pub async fn decline_account_request(
    caller: Caller<ConfirmAccounts>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| requests::decide(tx, *id, version, false)).await
}

/// List the roles: what each may do, which classes of fields it sees in full, and how many accounts have it.
#[utoipa::path(tag = "accounts", security(("bearer" = ["accounts:read"])),
    responses((status = OK, body = Roles), ApiError))]
#[get("/roles")]
pub async fn list_roles(caller: Caller<ReadAccounts>) -> ApiResult<Body<Roles>> {
    caller.read(in_use::list).await.map(Body)
}
