//! One function an operation, in the order of the routes.
use actix_web::web::{Json as Body, Path};
use actix_web::{get, post};

use super::dto::{CreateReveal, Reveal, RevealFilter, Revealed};
use super::store;
use crate::platform::auth::{Caller, ReadAudit, ReadHistory, RevealPersonnel};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Json, List, Page, Paging, Query};
use crate::platform::id::Id;

/// Show facts of a person that are masked for the caller's role, for a stated purpose. Before the answer is given the journal says
/// who, when and which, and attests what for by a digest; whoever reads the history of files and the auditor read it.
///
/// An account is shown something 30 times a day at most, and of 100 persons in 30 days. This takes no `Idempotency-Key`, for an
/// answer kept to be given again would keep the facts.
#[utoipa::path(tag = "personnel", security(("bearer" = ["personnel:reveal"])),
    responses((status = OK, body = Revealed), ApiError))]
#[post("/personnel/{id}/reveal")]
pub async fn reveal_person(
    caller: Caller<RevealPersonnel>,
    id: Path<Id>,
    Json(wanted): Json<CreateReveal>,
) -> ApiResult<Body<Revealed>> {
    let (need, password) = wanted.without_password();
    let proof = caller.prove_lately("/password", password).await?;
    caller.write(move |tx| store::reveal(tx, *id, need, proof)).await.map(Body)
}

/// List who was shown masked facts of a person, newest first.
#[utoipa::path(tag = "personnel", params(Paging), security(("bearer" = ["history:read"])),
    responses((status = OK, body = Page<Reveal>), ApiError))]
#[get("/personnel/{id}/reveals")]
pub async fn list_person_reveals(
    caller: Caller<ReadHistory>,
    id: Path<Id>,
    Query(paging): Query<Paging>,
) -> ApiResult<Body<Page<Reveal>>> {
    caller.read_about(*id, move |reading| store::of_person(reading, *id, paging)).await.map(Body)
}

/// List who was shown masked facts of whom, newest first: accounts of the caller's area.
#[utoipa::path(tag = "audit", params(RevealFilter, Paging), security(("bearer" = ["audit:read"])),
    responses((status = OK, body = Page<Reveal>), ApiError))]
#[get("/reveals")]
pub async fn list_reveals(caller: Caller<ReadAudit>, list: List<RevealFilter>) -> ApiResult<Body<Page<Reveal>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}
