//! One function an operation, in the order of the routes.
use actix_web::get;
use actix_web::web::{Json as Body, Path};

use super::dto::{DayFilter, DutiesOnDay, DutyOnDay, Explanation, RulePack, RulePacks, WhyNot};
use super::recompute::known_and_owed;
use super::why_not::why_not;
use super::{explain, store};
use crate::personnel;
use crate::platform::auth::{Caller, ReadRules, ReadTasks};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::Query;
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

/// Tell the duties of a person as they stood on a day, reckoned from the facts on file now.
#[utoipa::path(tag = "tasks", params(DayFilter), security(("bearer" = ["tasks:read"])),
    responses((status = OK, body = DutiesOnDay), ApiError))]
#[get("/personnel/{id}/duties")]
pub async fn duties_on_day(
    caller: Caller<ReadTasks>,
    id: Path<Id>,
    Query(filter): Query<DayFilter>,
) -> ApiResult<Body<DutiesOnDay>> {
    let (as_of, today) = (filter.as_of.unwrap_or_else(clock::today), clock::today());
    if as_of > today {
        return Err(ApiError::invalid("as_of", FUTURE));
    }
    let (_, duties) = caller.read(move |reading| known_and_owed(reading, *id, as_of)).await?;
    Ok(Body(DutiesOnDay { as_of, items: duties.into_iter().map(DutyOnDay::from).collect() }))
}

/// Tell why a person is not on the list of duties, why something is overdue, why they are not released.
#[utoipa::path(tag = "tasks", security(("bearer" = ["tasks:read"])), responses((status = OK, body = WhyNot), ApiError))]
#[get("/personnel/{id}/why-not")]
pub async fn why_not_of(caller: Caller<ReadTasks>, id: Path<Id>) -> ApiResult<Body<WhyNot>> {
    let today = clock::today();
    let (facts, duties) = caller.read(move |reading| known_and_owed(reading, *id, today)).await?;
    Ok(Body(WhyNot { items: why_not(&facts, &duties, today) }))
}

const FUTURE: Rule =
    Rule { code: "as_of.future", zh: "截止日期不能晚于今天", en: "the as-of day cannot lie in the future" };
const NO_MEASURE: Rule = Rule {
    code: "task.explanation.no_measure",
    zh: "这项任务所依据的戒毒措施记录已撤销",
    en: "the measure this duty was owed under has been withdrawn",
};
