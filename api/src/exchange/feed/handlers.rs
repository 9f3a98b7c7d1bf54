//! One function an operation, in the order of the routes.
use actix_web::web::Json as Body;
use actix_web::{HttpResponse, get};

use super::dto::{ChangeFilter, ChangePage, SnapshotFilter};
use super::{snapshot, waiting};
use crate::platform::auth::{Caller, ReadChanges};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::Query;

/// Follow what changes in the caller's area, in the order that all followers see, without a gap. What was committed can be
/// followed once it is sealed, within seconds. What hangs on a person or a place goes with them: when one leaves the area, throw away its
/// records too; when one enters it, fetch them.
#[utoipa::path(tag = "changes", params(ChangeFilter), security(("bearer" = ["changes:read"])),
    responses((status = OK, body = ChangePage), ApiError))]
#[get("/changes")]
pub async fn list_changes(
    caller: Caller<ReadChanges>,
    Query(filter): Query<ChangeFilter>,
) -> ApiResult<Body<ChangePage>> {
    waiting::answer(&caller, filter).await.map(Body)
}

/// Take stock: ids and versions of all records that the caller's lists have. The first line holds the cursor with which the feed
/// goes on, each other line a record.
#[utoipa::path(tag = "changes", params(SnapshotFilter), security(("bearer" = ["changes:read"])),
    responses((status = OK, body = String, content_type = "application/x-ndjson"), ApiError))]
#[get("/changes/snapshot")]
pub async fn snapshot_changes(
    caller: Caller<ReadChanges>,
    Query(filter): Query<SnapshotFilter>,
) -> ApiResult<HttpResponse> {
    let subjects = snapshot::subjects(&filter, caller.capabilities)?;
    Ok(snapshot::stream(caller.stream()?, subjects, caller.capabilities))
}
