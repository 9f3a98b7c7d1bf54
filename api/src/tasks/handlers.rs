//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, post};

use super::dto::{Assign, AssignMany, AssignedMany, ConfirmTask, CreateTask, ReturnTask, Task, TaskFilter};
use super::{manual, people, store};
use crate::platform::auth::{AssignTasks, Caller, ReadTasks, WorkTasks};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Found, IfMatch, Json, List, Page, Paging};
use crate::platform::id::Id;

/// List duties by their last day, the oldest first.
#[utoipa::path(tag = "tasks", params(TaskFilter, Paging), security(("bearer" = ["tasks:read"])),
    responses((status = OK, body = Page<Task>), ApiError))]
#[get("/tasks")]
pub async fn list_tasks(caller: Caller<ReadTasks>, list: List<TaskFilter>) -> ApiResult<Body<Page<Task>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Give a task about a person that no rule asks for; an official's word does it.
#[utoipa::path(tag = "tasks", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["tasks:assign"])),
    responses((status = CREATED, body = Task), ApiError))]
#[post("/personnel/{id}/tasks")]
pub async fn create_task(
    caller: Caller<AssignTasks>,
    id: Path<Id>,
    Json(new): Json<CreateTask>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| manual::give(tx, *id, new)).await
}

/// Give many duties to one member of staff; each is answered by itself.
#[utoipa::path(tag = "tasks", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["tasks:assign"])),
    responses((status = OK, body = AssignedMany), (status = MULTI_STATUS, body = AssignedMany), ApiError))]
#[post("/tasks/actions/assign")]
pub async fn assign_tasks(caller: Caller<AssignTasks>, Json(order): Json<AssignMany>) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| people::assign_many(tx, &order)).await
}

/// Find one duty.
#[utoipa::path(tag = "tasks", security(("bearer" = ["tasks:read"])), responses((status = OK, body = Task), ApiError))]
#[get("/tasks/{id}")]
pub async fn find_task(caller: Caller<ReadTasks>, id: Path<Id>) -> ApiResult<Found<Task>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// Give a duty to a member of staff, or take it back.
#[utoipa::path(tag = "tasks", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["tasks:assign"])), responses((status = OK, body = Task), ApiError))]
#[post("/tasks/{id}/assign")]
pub async fn assign_task(
    caller: Caller<AssignTasks>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(order): Json<Assign>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| people::assign(tx, *id, version, &order)).await
}

/// Take a duty that was given.
#[utoipa::path(tag = "tasks", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["tasks:work"])), responses((status = OK, body = Task), ApiError))]
#[post("/tasks/{id}/accept")]
pub async fn accept_task(
    caller: Caller<WorkTasks>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| people::accept(tx, *id, version)).await
}

/// Hand a duty back, with the reason.
#[utoipa::path(tag = "tasks", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["tasks:work"])), responses((status = OK, body = Task), ApiError))]
#[post("/tasks/{id}/return")]
pub async fn return_task(
    caller: Caller<WorkTasks>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(why): Json<ReturnTask>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| people::hand_back(tx, *id, version, why)).await
}

/// Confirm that a duty was done of which there is no other record.
#[utoipa::path(tag = "tasks", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["tasks:work"])), responses((status = OK, body = Task), ApiError))]
#[post("/tasks/{id}/confirm")]
pub async fn confirm_task(
    caller: Caller<WorkTasks>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(confirmation): Json<ConfirmTask>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| people::confirm(tx, *id, version, confirmation)).await
}
