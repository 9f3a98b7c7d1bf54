//! One function an operation, in the order of the routes.
use actix_web::get;
use actix_web::web::Json as Body;

use super::dto::SystemState;
use super::store;
use crate::platform::auth::{Caller, ReadSystem};
use crate::platform::error::{ApiError, ApiResult};

/// Tell how the installation stands: version, database, journal, and the age of the last backup.
#[utoipa::path(tag = "system", security(("bearer" = ["system:read"])),
    responses((status = OK, body = SystemState), ApiError))]
#[get("/system")]
pub async fn find_system(caller: Caller<ReadSystem>) -> ApiResult<Body<SystemState>> {
    caller.read(store::state).await.map(Body)
}
