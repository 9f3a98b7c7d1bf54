//! Planning a round: its list is frozen, places are left out with a reason, lines are shared out.
use std::collections::HashSet;

use super::dto::{AssignUnits, AssignedUnits, CampaignUnit, ExcludeUnit, Freeze, FreezeUnits};
use super::report::{count, shown};
use super::rules::{Line, Unit};
use super::store;
use crate::campaigns::{self, CreateCampaign};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::{FieldClasses, Scope};
use crate::platform::clock;
use crate::platform::db::sql;
use crate::platform::error::{ApiError, ApiResult, FieldError, Rule};
use crate::platform::id::Id;
use crate::staff::works_for;
use crate::tasks::NO_ASSIGNEE;

const FROZEN: Rule = Rule {
    code: "campaign.frozen",
    zh: "排查名单已经固定，不能再次固定",
    en: "the list of this round is frozen already",
};
/// A list that is drawn afterwards could be drawn to fit.
const OVER: Rule = Rule {
    code: "campaign.frozen.over",
    zh: "行动已经结束，不能再固定名单",
    en: "the round is over: its list can be frozen no more",
};
const OUTSIDE: Rule =
    Rule {
        code: "campaign.frozen.division", zh: "该区划不在行动的范围内", en: "this division lies outside the round"
    };
const NOTHING: Rule = Rule {
    code: "campaign.frozen.nothing",
    zh: "登记台账中没有符合条件的场所",
    en: "no such place is on the register",
};
pub(super) const NOT_FROZEN: Rule =
    Rule {
        code: "campaign.not_frozen", zh: "排查名单还没有固定", en: "the list of this round is not frozen yet"
    };
const EXCLUDED: Rule =
    Rule { code: "campaign.unit.excluded", zh: "该场所已经不计入", en: "this place is left out already" };
const INCLUDED: Rule =
    Rule { code: "campaign.unit.included", zh: "该场所本来计入", en: "this place is not left out" };

/// Freezes the list of a round: the places on the register of its area today, numbered by division and number.
///
/// # Errors
/// 404; 409 when it is frozen or over; 422 when the division lies outside the round, or nothing would be on the list.
pub fn freeze(tx: &mut Tx<'_>, campaign_id: Id, wanted: FreezeUnits) -> ApiResult<Freeze> {
    sql::one_at_a_time(tx.db, &campaigns::turn(campaign_id))?;
    let campaign = campaigns::own_facts(tx, campaign_id)?;
    if campaigns::is_frozen(tx, campaign_id)? {
        return Err(ApiError::Conflict(FROZEN));
    }
    let frozen_on = clock::today();
    if campaign.ends_on.is_some_and(|last| last < frozen_on) {
        return Err(ApiError::Conflict(OVER));
    }
    let FreezeUnits { mut kinds, division, source } = wanted;
    kinds.sort_unstable();
    kinds.dedup();
    let division_code = area(&campaign, division)?;
    let scope = tx.scope.narrowed(&division_code);
    let mut places = store::of_register(tx, &scope)?;
    places.retain(|place| kinds.is_empty() || kinds.contains(&place.kind));
    if places.is_empty() {
        return Err(ApiError::invalid("/division", NOTHING));
    }
    let (id, units, created_at) = (Id::new(), count(places.len()), tx.at());
    let freeze = Freeze { id, campaign_id, frozen_on, source, division_code, kinds, units, version: 1, created_at };
    store::insert_freeze(tx, &freeze)?;
    store::insert_units(tx, campaign_id, &places)?;
    Ok(freeze)
}

fn area(campaign: &CreateCampaign, division: Option<String>) -> ApiResult<String> {
    let Some(division) = division else { return Ok(campaign.division_code.clone()) };
    let covers = Scope::of_division(&campaign.division_code, FieldClasses::default()).covers(&division);
    if covers { Ok(division) } else { Err(ApiError::invalid("/division", OUTSIDE)) }
}

/// Leaves a place out of a round with a reason: it counts neither above nor below the line, and is named.
///
/// # Errors
/// 404, 409 when it is left out already, 412.
pub fn exclude(
    tx: &mut Tx<'_>,
    (campaign_id, premises_id): (Id, Id),
    version: i64,
    why: ExcludeUnit,
) -> ApiResult<CampaignUnit> {
    change(tx, campaign_id, premises_id, version, Some(why.reason))
}

/// Takes a place in again that was left out.
///
/// # Errors
/// 404, 409 when it is not left out, 412.
pub fn include(tx: &mut Tx<'_>, (campaign_id, premises_id): (Id, Id), version: i64) -> ApiResult<CampaignUnit> {
    change(tx, campaign_id, premises_id, version, None)
}

fn change(
    tx: &mut Tx<'_>,
    campaign_id: Id,
    premises_id: Id,
    version: i64,
    reason: Option<String>,
) -> ApiResult<CampaignUnit> {
    let (unit, line) = listed(tx, campaign_id, premises_id)?;
    tx.expect_version(line.id, line.version, version)?;
    campaigns::own_facts(tx, campaign_id)?;
    match (line.is_excluded, &reason) {
        (true, Some(_)) => return Err(ApiError::Conflict(EXCLUDED)),
        (false, None) => return Err(ApiError::Conflict(INCLUDED)),
        _ => store::set_excluded(tx, &unit, &line, reason)?,
    }
    let (unit, _) = listed(tx, campaign_id, premises_id)?;
    shown(tx, &[&unit])?.pop().ok_or(ApiError::NotFound(store::NO_UNIT))
}

/// A place on the list of a round, with its line.
fn listed(reading: &mut Reading<'_>, campaign_id: Id, premises_id: Id) -> ApiResult<(Unit, Line)> {
    let round = store::load_round(reading, campaign_id, None)?;
    let unit = round.units.into_iter().find(|unit| unit.premises_id == premises_id);
    let listed = unit.and_then(|unit| unit.line.clone().map(|line| (unit, line)));
    listed.ok_or(ApiError::NotFound(store::NO_UNIT))
}

/// Shares lines out: those of a division, or these. Lines left out are passed over.
///
/// # Errors
/// 404; 409 when the list is not frozen; 422 when a place is not on it, or nobody of this id answers for its division.
pub fn assign(tx: &mut Tx<'_>, campaign_id: Id, order: &AssignUnits) -> ApiResult<AssignedUnits> {
    let round = store::load_round(tx, campaign_id, order.division.as_deref())?;
    if round.freeze.is_none() {
        return Err(ApiError::Conflict(NOT_FROZEN));
    }
    let known: HashSet<Id> = round.units.iter().map(|unit| unit.premises_id).collect();
    let unknown = order.premises_ids.iter().enumerate().filter(|(_, id)| !known.contains(id));
    let errors = unknown.map(|(index, _)| FieldError::new(format!("/premises_ids/{index}"), store::NO_UNIT));
    ApiError::all(errors.collect())?;
    let is_meant = |unit: &&Unit| order.premises_ids.is_empty() || order.premises_ids.contains(&unit.premises_id);
    let meant: Vec<&Unit> = round.units.iter().filter(is_meant).filter(|unit| !unit.is_excluded()).collect();
    expect_worker(tx, order.assignee_id, meant.iter().map(|unit| unit.division_code.as_str()))?;
    for unit in &meant {
        if let Some(line) = unit.line.as_ref().filter(|line| line.assignee_id != order.assignee_id) {
            store::set_assignee(tx, unit, line, order.assignee_id)?;
        }
    }
    Ok(AssignedUnits { assigned: count(meant.len()) })
}

/// Whoever is named answers for each of these divisions.
///
/// # Errors
/// 422 at `/assignee_id`.
pub(super) fn expect_worker<'a>(
    reading: &mut Reading<'_>,
    assignee_id: Option<Id>,
    divisions: impl Iterator<Item = &'a str>,
) -> ApiResult<()> {
    let Some(id) = assignee_id else { return Ok(()) };
    for division in divisions.collect::<HashSet<&str>>() {
        if !works_for(reading, id, division)? {
            return Err(ApiError::invalid("/assignee_id", NO_ASSIGNEE));
        }
    }
    Ok(())
}
