//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, post};

use super::compare::{self, Received};
use super::dto::{
    DecideFinding, FindingFilter, Reconciliation, ReconciliationFilter, ReconciliationOptions, RosterFinding,
};
use super::{decide, store};
use crate::imports::{Ledgers, UploadedFile, read_rows};
use crate::platform::access::OfNobody;
use crate::platform::auth::{Caller, DecideReconciliation, ReadReconciliation, WriteImports};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::body::Binary;
use crate::platform::http::{IfMatch, Json, List, Page, Paging, Query};
use crate::platform::id::Id;

/// Compare the committee's list with the roster. The list is the body as it is: a workbook, CSV or JSON. What comes back says
/// how many differences there are and tells of nobody.
#[utoipa::path(tag = "reconciliation", params(ReconciliationOptions, ("Idempotency-Key" = Option<String>, Header)),
    request_body(content = Binary, content_type = "application/octet-stream", description = ".xlsx, CSV or JSON, at most 20 MiB"),
    security(("bearer" = ["imports:write"])), responses((status = CREATED, body = Reconciliation), ApiError))]
#[post("/reconciliations")]
pub async fn create_reconciliation(
    caller: Caller<WriteImports>,
    Query(options): Query<ReconciliationOptions>,
    Ledgers(registry): Ledgers,
    UploadedFile(bytes): UploadedFile,
) -> ApiResult<HttpResponse> {
    // Read and compared again, the list would be held against another roster.
    if let Some(answer) = caller.replayed().await? {
        return Ok(answer);
    }
    let received = Received::new(options, read_rows(caller.shared(), bytes, String::new()).await?, &registry)?;
    let OfNobody(compared) =
        caller.read_long(move |reading| compare::compare(reading, received, &registry).map(OfNobody)).await?;
    caller.post(StatusCode::CREATED, move |tx| store::insert(tx, compared)).await
}

/// List reconciliations, latest first.
#[utoipa::path(tag = "reconciliation", params(ReconciliationFilter, Paging), security(("bearer" = ["reconciliation:read"])),
    responses((status = OK, body = Page<Reconciliation>), ApiError))]
#[get("/reconciliations")]
pub async fn list_reconciliations(
    caller: Caller<ReadReconciliation>,
    list: List<ReconciliationFilter>,
) -> ApiResult<Body<Page<Reconciliation>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Find one reconciliation.
#[utoipa::path(tag = "reconciliation", security(("bearer" = ["reconciliation:read"])),
    responses((status = OK, body = Reconciliation), ApiError))]
#[get("/reconciliations/{id}")]
pub async fn find_reconciliation(caller: Caller<ReadReconciliation>, id: Path<Id>) -> ApiResult<Body<Reconciliation>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Body)
}

/// List the findings of a reconciliation, those of the list in its order.
#[utoipa::path(tag = "reconciliation", params(FindingFilter, Paging), security(("bearer" = ["reconciliation:read"])),
    responses((status = OK, body = Page<RosterFinding>), ApiError))]
#[get("/reconciliations/{id}/findings")]
pub async fn list_findings(
    caller: Caller<ReadReconciliation>,
    id: Path<Id>,
    list: List<FindingFilter>,
) -> ApiResult<Body<Page<RosterFinding>>> {
    caller.read(move |reading| store::list_findings(reading, *id, &list.filter, list.paging)).await.map(Body)
}

/// Decide on a finding: whatever is accepted becomes facts with the decision.
#[utoipa::path(tag = "reconciliation", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["reconciliation:decide"])), responses((status = OK, body = RosterFinding), ApiError))]
#[post("/reconciliations/{id}/findings/{finding_id}/decide")]
pub async fn decide_finding(
    caller: Caller<DecideReconciliation>,
    path: Path<(Id, Id)>,
    IfMatch(version): IfMatch,
    Json(wanted): Json<DecideFinding>,
) -> ApiResult<HttpResponse> {
    let (id, finding_id) = *path;
    caller.post(StatusCode::OK, move |tx| decide::decide(tx, id, finding_id, version, wanted)).await
}
