//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::Json as Body;
use actix_web::{HttpResponse, get, post};

use super::counting::Reader;
use super::dto::{Digest, DigestFilter, Notifications, SeenTopics};
use super::{digests, store};
use crate::desk::Lists;
use crate::platform::access::Tx;
use crate::platform::auth::{Caller, UseSession};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Json, Query};

fn reader(caller: &Caller<UseSession>, lists: Lists) -> ApiResult<Reader> {
    Ok(Reader { account_id: caller.account_id()?, capabilities: caller.capabilities, lists })
}

/// List what waits for the caller, as numbers of lists.
#[utoipa::path(tag = "notifications", security(("bearer" = ["session:use"])),
    responses((status = OK, body = Notifications), ApiError))]
#[get("/notifications")]
pub async fn list_notifications(caller: Caller<UseSession>, lists: Lists) -> ApiResult<Body<Notifications>> {
    let reader = reader(&caller, lists)?;
    caller.read(move |reading| digests::now(reading, &reader)).await.map(Body)
}

/// Say which numbers were seen: they are quiet for the rest of the day, until there is more.
#[utoipa::path(tag = "notifications", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["session:use"])),
    responses((status = OK, body = Notifications), ApiError))]
#[post("/notifications/seen")]
pub async fn mark_notifications_seen(
    caller: Caller<UseSession>,
    lists: Lists,
    Json(seen): Json<SeenTopics>,
) -> ApiResult<HttpResponse> {
    let reader = reader(&caller, lists)?;
    let work = move |tx: &mut Tx<'_>| {
        store::note(tx, reader.account_id, clock::today(), &seen.seen)?;
        digests::now(tx, &reader)
    };
    caller.post(StatusCode::OK, work).await
}

/// Find the digest of a day; that of today is made when it is first asked for.
#[utoipa::path(tag = "notifications", params(DigestFilter), security(("bearer" = ["session:use"])),
    responses((status = OK, body = Digest), ApiError))]
#[get("/notifications/digest")]
pub async fn find_digest(
    caller: Caller<UseSession>,
    lists: Lists,
    Query(filter): Query<DigestFilter>,
) -> ApiResult<Body<Digest>> {
    let reader = reader(&caller, lists)?;
    let (account_id, day) = (reader.account_id, filter.day.unwrap_or_else(clock::today));
    if let Some(digest) = caller.read(move |reading| digests::of_day(reading, account_id, day)).await? {
        return Ok(Body(digest));
    }
    caller.write(move |tx| digests::of_today(tx, &reader)).await.map(Body)
}
