//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{CustomizeResponder, Responder, get, put};

use super::dto::{CreateProfile, Profile};
use super::store;
use crate::platform::access::OfNobody;
use crate::platform::auth::{Caller, ReadDivisions, WriteDivisions};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, Page, Paging, Query};

/// List the profiles of a division, the latest year first.
#[utoipa::path(tag = "divisions", params(Paging), security(("bearer" = ["divisions:read"])),
    responses((status = OK, body = Page<Profile>), ApiError))]
#[get("/divisions/{code}/profiles")]
pub async fn list_profiles(
    caller: Caller<ReadDivisions>,
    code: Path<String>,
    Query(paging): Query<Paging>,
) -> ApiResult<Body<Page<Profile>>> {
    caller.read(move |reading| store::list(reading, &code, paging)).await.map(Body)
}

/// Find the profile of a division and a year.
#[utoipa::path(tag = "divisions", security(("bearer" = ["divisions:read"])),
    responses((status = OK, body = Profile), ApiError))]
#[get("/divisions/{code}/profiles/{year}")]
pub async fn find_profile(caller: Caller<ReadDivisions>, path: Path<(String, i32)>) -> ApiResult<Found<Profile>> {
    let (code, year) = path.into_inner();
    caller.read(move |reading| store::find(reading, &code, year)).await.map(Found)
}

/// Put the profile of a division and a year: whole, whether there is one already (then `If-Match` says which) or not.
#[utoipa::path(tag = "divisions", params(("If-Match" = Option<String>, Header)),
    security(("bearer" = ["divisions:write"])),
    responses((status = OK, body = Profile), (status = CREATED, body = Profile), ApiError))]
#[put("/divisions/{code}/profiles/{year}")]
pub async fn put_profile(
    caller: Caller<WriteDivisions>,
    path: Path<(String, i32)>,
    read: Option<IfMatch>,
    Json(facts): Json<CreateProfile>,
) -> ApiResult<CustomizeResponder<Found<Profile>>> {
    let ((code, year), read) = (path.into_inner(), read.map(|IfMatch(version)| version));
    let OfNobody((profile, is_new)) =
        caller.write(move |tx| store::put(tx, &code, year, read, facts).map(OfNobody)).await?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok(Found(profile).customize().with_status(status))
}
