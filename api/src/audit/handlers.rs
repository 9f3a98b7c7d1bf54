//! One function an operation, in the order of the routes.
use actix_web::get;
use actix_web::web::Json as Body;

use super::dto::{
    Consistency, ConsistencyFilter, EntryFilter, HeadFilter, JournalEntry, JournalHead, JournalKeyAnswer,
};
use super::store;
use crate::platform::auth::{Caller, ReadAudit, UseSession};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{List, Page, Paging, Query};

/// List the signed heads of the journal, the smallest first: another agency follows them and keeps what it read.
#[utoipa::path(tag = "audit", params(HeadFilter, Paging), security(("bearer" = ["session:use"])),
    responses((status = OK, body = Page<JournalHead>), ApiError))]
#[get("/journal/heads")]
pub async fn list_heads(caller: Caller<UseSession>, list: List<HeadFilter>) -> ApiResult<Body<Page<JournalHead>>> {
    caller.read(move |reading| store::heads(reading, &list.filter, list.paging)).await.map(Body)
}

/// Find the newest signed head of the journal.
#[utoipa::path(tag = "audit", security(("bearer" = ["session:use"])), responses((status = OK, body = JournalHead), ApiError))]
#[get("/journal/heads/latest")]
pub async fn find_latest_head(caller: Caller<UseSession>) -> ApiResult<Body<JournalHead>> {
    caller.read(store::latest_head).await.map(Body)
}

/// Find the key that checks the signatures of heads. Compare it once with what the office printed.
#[utoipa::path(tag = "audit", security(("bearer" = ["session:use"])), responses((status = OK, body = JournalKeyAnswer), ApiError))]
#[get("/journal/key")]
pub async fn find_key(caller: Caller<UseSession>) -> ApiResult<Body<JournalKeyAnswer>> {
    let (name, public_key) = caller.shared().journal_identity();
    Ok(Body(JournalKeyAnswer { name, public_key }))
}

/// Prove that the tree of a head one keeps is the beginning of a later one, without any record.
#[utoipa::path(tag = "audit", params(ConsistencyFilter), security(("bearer" = ["session:use"])),
    responses((status = OK, body = Consistency), ApiError))]
#[get("/journal/consistency")]
pub async fn find_consistency(
    caller: Caller<UseSession>,
    Query(filter): Query<ConsistencyFilter>,
) -> ApiResult<Body<Consistency>> {
    caller.read_long(move |reading| store::consistency(reading, &filter)).await.map(Body)
}

/// List the entries of the journal, newest first: who changed which record.
#[utoipa::path(tag = "audit", params(EntryFilter, Paging), security(("bearer" = ["audit:read"])),
    responses((status = OK, body = Page<JournalEntry>), ApiError))]
#[get("/journal")]
pub async fn list_entries(caller: Caller<ReadAudit>, list: List<EntryFilter>) -> ApiResult<Body<Page<JournalEntry>>> {
    caller.read_long(move |reading| store::entries(reading, &list.filter, list.paging)).await.map(Body)
}
