//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get, post};

use super::dto::{
    CheckPack, DayFilter, DutiesOnDay, DutyOnDay, EndOfControl, Explanation, PackCheck, RulePack, RulePacks,
    SealedFile, SimulatePack, Simulation, WhyNot,
};
use super::recompute::known;
use super::why_not::why_not;
use super::{ending, explain, store, trial};
use crate::campaigns;
use crate::personnel;
use crate::platform::access::{About, OfNobody};
use crate::platform::auth::{Caller, EndControl, ReadDuties, ReadRules, ReadTasks};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{IfMatch, Json, Query};
use crate::platform::id::Id;
use crate::tasks;

/// List the rule packs in use, the national one first.
#[utoipa::path(tag = "rules", security(("bearer" = ["rules:read"])), responses((status = OK, body = RulePacks), ApiError))]
#[get("/rules")]
pub async fn list_rules(caller: Caller<ReadRules>) -> ApiResult<Body<RulePacks>> {
    let shelf = caller.read(|reading| store::shelf(reading).map(OfNobody)).await?.0;
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

/// Check the text of a rule pack: what is wrong with it, line by line, or what it would declare. Nothing changes; a pack is put
/// in use at the console (`jindu rules apply`), because it holds for everyone.
#[utoipa::path(tag = "rules", security(("bearer" = ["rules:read"])), responses((status = OK, body = PackCheck), ApiError))]
#[post("/rules/check")]
pub async fn check_rules(caller: Caller<ReadRules>, Json(given): Json<CheckPack>) -> ApiResult<Body<PackCheck>> {
    caller.read(move |reading| trial::check(reading, &given.text)).await.map(Body)
}

/// Try a rule pack: which duties of the persons in the area it would add, change and end, by rule and by person. Nothing
/// changes.
#[utoipa::path(tag = "rules", security(("bearer" = ["duties:read"])), responses((status = OK, body = Simulation), ApiError))]
#[post("/rules/simulate")]
pub async fn simulate_rules(
    caller: Caller<ReadDuties>,
    Json(wanted): Json<SimulatePack>,
) -> ApiResult<Body<Simulation>> {
    caller.expect_person()?;
    let today = clock::today();
    caller.read_long(move |reading| trial::simulate(reading, &wanted, today)).await.map(Body)
}

/// Explain a duty: why it exists, why that day, how it stands.
#[utoipa::path(tag = "tasks", security(("bearer" = ["tasks:read"])),
    responses((status = OK, body = Explanation), ApiError))]
#[get("/tasks/{id}/explanation")]
pub async fn explain_task(caller: Caller<ReadTasks>, id: Path<Id>) -> ApiResult<Body<Explanation>> {
    let explained = caller.read(move |reading| {
        let task = tasks::find(reading, *id)?;
        if let Some(campaign_id) = task.campaign_id {
            let title = campaigns::title_of(reading, campaign_id)?;
            return Ok(About(None, explain::of_round(&task, &title)));
        }
        let owner = personnel::owner(reading, task.subject.id)?;
        let shelf = store::shelf(reading)?;
        let treatments = personnel::treatments_of(reading, [&owner])?;
        let treatment = treatments.iter().find(|treatment| Some(treatment.id) == task.episode_id);
        if task.episode_id.is_some() && treatment.is_none() {
            return Err(ApiError::NotFound(NO_MEASURE));
        }
        let known = known(reading, task.subject.id, clock::today())?;
        let explained = explain::explain(&shelf.book, &task, treatment, &known.facts)?;
        let groups = personnel::special_groups_of(reading, [&owner])?;
        Ok(About(Some(task.subject.id), explain::with_cautions(explained, &task, &groups)))
    });
    explained.await.map(|explained| Body(explained.1))
}

/// Tell the duties of a person as they stood on a day, reckoned from the facts on file now.
#[utoipa::path(tag = "tasks", params(DayFilter), security(("bearer" = ["duties:read"])),
    responses((status = OK, body = DutiesOnDay), ApiError))]
#[get("/personnel/{id}/duties")]
pub async fn duties_on_day(
    caller: Caller<ReadDuties>,
    id: Path<Id>,
    Query(filter): Query<DayFilter>,
) -> ApiResult<Body<DutiesOnDay>> {
    let (as_of, today) = (filter.as_of.unwrap_or_else(clock::today), clock::today());
    if as_of > today {
        return Err(ApiError::invalid("as_of", FUTURE));
    }
    let known = caller.read_about(*id, move |reading| known(reading, *id, as_of)).await?;
    Ok(Body(DutiesOnDay { as_of, items: known.duties.into_iter().map(DutyOnDay::from).collect() }))
}

/// Tell why a person is not on the list of duties, why something is overdue, why they are not released.
#[utoipa::path(tag = "tasks", security(("bearer" = ["duties:read"])), responses((status = OK, body = WhyNot), ApiError))]
#[get("/personnel/{id}/why-not")]
pub async fn why_not_of(caller: Caller<ReadDuties>, id: Path<Id>) -> ApiResult<Body<WhyNot>> {
    let today = clock::today();
    let known = caller.read_about(*id, move |reading| known(reading, *id, today)).await?;
    Ok(Body(WhyNot { items: why_not(&known, today) }))
}

/// End the control of a person after three clean years: on the document of the police, by a named official. Duties stop that
/// day, and the file is sealed: out of lists, search, exports and counts (戒毒条例 §7, 治安管理处罚法 §136).
#[utoipa::path(tag = "personnel", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["control:end"])), responses((status = OK, body = SealedFile), ApiError))]
#[post("/personnel/{id}/end-control")]
pub async fn end_control(
    caller: Caller<EndControl>,
    id: Path<Id>,
    IfMatch(version): IfMatch,
    Json(decision): Json<EndOfControl>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| ending::end(tx, *id, version, decision)).await
}

const FUTURE: Rule =
    Rule { code: "as_of.future", zh: "截止日期不能晚于今天", en: "the as-of day cannot lie in the future" };
const NO_MEASURE: Rule = Rule {
    code: "task.explanation.no_measure",
    zh: "这项任务所依据的戒毒措施记录已撤销",
    en: "the measure this duty was owed under has been withdrawn",
};
