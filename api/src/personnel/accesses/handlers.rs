//! One function an operation, in the order of the routes.
use actix_web::get;
use actix_web::web::{Json as Body, Path};

use super::dto::{AccessFilter, AccessLine, FileAccess};
use super::store;
use crate::platform::auth::{Caller, ReadAudit, ReadHistory};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{List, Page, Paging, Query};
use crate::platform::id::Id;

/// List who was shown whom, newest first; who asks is recorded too.
#[utoipa::path(tag = "audit", params(AccessFilter, Paging), security(("bearer" = ["audit:read"])),
    responses((status = OK, body = Page<AccessLine>), ApiError))]
#[get("/access-log")]
pub async fn list_accesses(caller: Caller<ReadAudit>, list: List<AccessFilter>) -> ApiResult<Body<Page<AccessLine>>> {
    caller.read_long(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// List who was shown a person's file in the last 90 days, newest first; who asks is recorded too.
#[utoipa::path(tag = "personnel", params(Paging), security(("bearer" = ["history:read"])),
    responses((status = OK, body = Page<FileAccess>), ApiError))]
#[get("/personnel/{id}/accesses")]
pub async fn list_file_accesses(
    caller: Caller<ReadHistory>,
    id: Path<Id>,
    Query(paging): Query<Paging>,
) -> ApiResult<Body<Page<FileAccess>>> {
    caller.read_about(*id, move |reading| store::of_file(reading, *id, paging)).await.map(Body)
}
