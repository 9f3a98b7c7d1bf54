//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};

use super::dto::{CorrectInspection, SignInspection, Signing};
use super::{correction, store};
use crate::platform::auth::{Caller, ReadInspections, WriteInspections};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Confidential, Found, IfMatch, Json};
use crate::platform::id::Id;
use crate::premises::inspections::dto::Inspection;

/// Show exactly what is signed of an inspection, its hash, and who has signed it.
#[utoipa::path(tag = "inspections", security(("bearer" = ["inspections:read"])),
    responses((status = OK, body = Signing), ApiError))]
#[get("/inspections/{id}/signing")]
pub async fn find_signing(caller: Caller<ReadInspections>, id: Path<Id>) -> ApiResult<Found<Signing>> {
    let signatory = caller.account_id()?;
    let may_sign = caller.capabilities.has::<WriteInspections>();
    caller.read(move |reading| store::signing(reading, *id, signatory, may_sign)).await.map(Found)
}

/// Sign an inspection, with one's own password.
#[utoipa::path(tag = "inspections", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["inspections:write"])), request_body = SignInspection,
    responses((status = OK, body = Inspection), ApiError))]
#[post("/inspections/{id}/sign")]
pub async fn sign_inspection(
    caller: Caller<WriteInspections>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Confidential(given): Confidential<SignInspection>,
) -> ApiResult<HttpResponse> {
    // A repetition is answered without a password: it costs no attempt, and learns nothing from one.
    if let Some(answer) = caller.replayed().await? {
        return Ok(answer);
    }
    let (signature, password) = given.without_password();
    let proof = caller.prove("/password", password).await?;
    caller.post(StatusCode::OK, move |tx| store::sign(tx, *id, version, signature, proof)).await
}

/// Correct a signed inspection by another one, which is then to be signed; the old one stays readable and counts no more.
#[utoipa::path(tag = "inspections", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["inspections:write"])), responses((status = CREATED, body = Inspection), ApiError))]
#[post("/inspections/{id}/correct")]
pub async fn correct_inspection(
    caller: Caller<WriteInspections>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(correction): Json<CorrectInspection>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| correction::correct(tx, *id, version, correction)).await
}
