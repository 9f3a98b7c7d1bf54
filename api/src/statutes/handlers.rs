//! One function an operation, in the order of the routes.
use actix_web::get;
use actix_web::web::{Json as Body, Path};

use super::dto::{Explanation, RulePack, RulePacks};
use super::{explain, store};
use crate::personnel;
use crate::platform::auth::{Caller, ReadRules, ReadTasks};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::tasks;

/// List the rule packs in use, the national one first.
#[utoipa::path(tag = "rules", security(("bearer" = ["rules:read"])), responses((status = OK, body = RulePacks), ApiError))]
#[get("/rules")]
pub async fn list_rules(caller: Caller<ReadRules>) -> ApiResult<Body<RulePacks>> {
    let shelf = caller.read(store::shelf).await?;
    let today = clock::today();
    let items = shelf.packs.iter().map(|pack| {
        let until = super::book::end_of(pack, &shelf.packs);
        RulePack {
            pack: pack.clone(),
            in_force_until: (until < chrono::NaiveDate::MAX).then_some(until),
            is_in_force: pack.valid_from <= today && today <= until,
        }
    });
    Ok(Body(RulePacks { items: items.collect() }))
}

/// Explain a duty: why it exists, why that day, how it stands.
#[utoipa::path(tag = "tasks", security(("bearer" = ["tasks:read"])),
    responses((status = OK, body = Explanation), ApiError))]
#[get("/tasks/{id}/explanation")]
pub async fn explain_task(caller: Caller<ReadTasks>, id: Path<Id>) -> ApiResult<Body<Explanation>> {
    let explained = caller.read(move |reading| {
        let task = tasks::find(reading, *id)?;
        let owner = personnel::owner(reading, task.subject.id)?;
        let shelf = store::shelf(reading)?;
        let treatments = personnel::treatments_of(reading, [&owner])?;
        let treatment = treatments.iter().find(|treatment| treatment.id == task.episode_id);
        let treatment = treatment.ok_or(ApiError::NotFound(NO_MEASURE))?;
        explain::explain(&shelf.book, &task, treatment)
    });
    explained.await.map(Body)
}

const NO_MEASURE: crate::platform::error::Rule = crate::platform::error::Rule {
    code: "task.explanation.no_measure",
    zh: "这项任务所依据的戒毒措施记录已撤销",
    en: "the measure this duty was owed under has been withdrawn",
};
