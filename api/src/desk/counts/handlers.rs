//! The operation.
use actix_web::post;
use actix_web::web::Json as Body;

use super::dto::{CountLists, ListCounts};
use super::store;
use crate::desk::list::Lists;
use crate::platform::auth::{Caller, UseSession};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::Json;

/// Count several lists at once, each as it would say itself.
#[utoipa::path(tag = "desk", security(("bearer" = ["session:use"])), responses((status = OK, body = ListCounts), ApiError))]
#[post("/counts")]
pub async fn count_lists(
    caller: Caller<UseSession>,
    lists: Lists,
    Json(wanted): Json<CountLists>,
) -> ApiResult<Body<ListCounts>> {
    let capabilities = caller.capabilities;
    caller.read(move |reading| store::count(reading, &lists, capabilities, &wanted.lists)).await.map(Body)
}
