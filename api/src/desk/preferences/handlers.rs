//! One function an operation, in the order of the routes.
use actix_web::{get, patch};

use super::dto::{CreatePreferences, Preferences};
use super::store;
use crate::platform::auth::{Caller, UseSession};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Patch};

/// Find one's own preferences.
#[utoipa::path(tag = "desk", security(("bearer" = ["session:use"])), responses((status = OK, body = Preferences), ApiError))]
#[get("/me/preferences")]
pub async fn find_preferences(caller: Caller<UseSession>) -> ApiResult<Found<Preferences>> {
    let account_id = caller.account_id()?;
    caller.read(move |reading| store::find(reading, account_id)).await.map(Found)
}

/// Change parts of one's own preferences, e.g. the columns of one list.
#[utoipa::path(tag = "desk", params(("If-Match" = String, Header)), security(("bearer" = ["session:use"])),
    request_body(content = CreatePreferences, content_type = "application/merge-patch+json"),
    responses((status = OK, body = Preferences), ApiError))]
#[patch("/me/preferences")]
pub async fn update_preferences(
    caller: Caller<UseSession>,
    IfMatch(version): IfMatch,
    patch: Patch<CreatePreferences>,
) -> ApiResult<Found<Preferences>> {
    let account_id = caller.account_id()?;
    caller.write(move |tx| store::update(tx, account_id, version, patch)).await.map(Found)
}
