//! The gaps of a round become duties: one for each place that has no outcome in it yet.
use std::collections::{BTreeSet, HashSet};

use super::dto::{SendToGaps, SentToGaps};
use super::planning::expect_worker;
use super::report::count;
use super::rules::Unit;
use super::store;
use crate::campaigns::{self, CreateCampaign};
use crate::platform::access::Tx;
use crate::platform::clock;
use crate::platform::db::sql;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::id::Id;
use crate::staff::works_for;
use crate::tasks::{self, Errand};

const OTHER_COUNT: Rule = Rule {
    code: "campaign.gaps.count",
    zh: "没有结果的场所数已经变化，请重新核对后再派发",
    en: "there are more or fewer gaps now: look again before you send somebody",
};
const DUE_PAST: Rule = Rule {
    code: "campaign.gaps.due_on.past",
    zh: "完成期限不能早于今天",
    en: "an inspection to be made is due today or later",
};
const DUE_OUTSIDE: Rule = Rule {
    code: "campaign.gaps.due_on.outside",
    zh: "完成期限须在行动的起止日期之内",
    en: "the last day lies outside the round",
};

/// Makes one duty for each gap that has none.
///
/// # Errors
/// 404; 409 when there are more or fewer gaps than the caller has counted; 422 for the last day or whoever is named.
pub fn send(tx: &mut Tx<'_>, campaign_id: Id, order: &SendToGaps) -> ApiResult<SentToGaps> {
    sql::one_at_a_time(tx.db, &campaigns::turn(campaign_id))?;
    let round = store::load_round(tx, campaign_id, order.division.as_deref())?;
    expect_due(&round.campaign, order)?;
    let gaps: Vec<&Unit> = round.units.iter().filter(|unit| unit.is_gap()).collect();
    if count(gaps.len()) != order.expected_count {
        return Err(ApiError::Conflict(OTHER_COUNT));
    }
    let sent = tasks::sent_to(tx, campaign_id)?;
    let (existing, new): (Vec<&Unit>, Vec<&Unit>) = gaps.into_iter().partition(|unit| sent.contains(&unit.premises_id));
    let places = store::on_register_among(tx, &new.iter().map(|unit| unit.premises_id).collect::<Vec<_>>())?;
    expect_worker(tx, order.assignee_id, places.values().map(String::as_str))?;
    let mut errands = Vec::new();
    for unit in &new {
        // A place that has moved out of the caller's area is looked after elsewhere.
        let Some(division) = places.get(&unit.premises_id).filter(|division| tx.scope.covers(division)) else {
            continue;
        };
        errands.push(Errand {
            campaign_id,
            premises_id: unit.premises_id,
            division_code: division.clone(),
            due_on: order.due_on,
            assignee_id: order.assignee_id.or(unit.assignee_id()),
        });
    }
    take_back_from_who_left(tx, &mut errands)?;
    tasks::open_errands(tx, &errands)?;
    Ok(SentToGaps {
        created: count(errands.len()),
        existing: count(existing.len()),
        off_register: count(new.len() - errands.len()),
    })
}

fn expect_due(campaign: &CreateCampaign, order: &SendToGaps) -> ApiResult<()> {
    let due = order.due_on;
    if due < clock::today() {
        return Err(ApiError::invalid("/due_on", DUE_PAST));
    }
    let is_outside =
        campaign.starts_on.is_some_and(|first| due < first) || campaign.ends_on.is_some_and(|last| last < due);
    if is_outside { Err(ApiError::invalid("/due_on", DUE_OUTSIDE)) } else { Ok(()) }
}

/// Whoever had a line and answers for its place no more is not sent there; nobody is.
fn take_back_from_who_left(tx: &mut Tx<'_>, errands: &mut [Errand]) -> ApiResult<()> {
    let pairs: BTreeSet<(Id, String)> =
        errands.iter().filter_map(|errand| Some((errand.assignee_id?, errand.division_code.clone()))).collect();
    let mut left: HashSet<(Id, String)> = HashSet::new();
    for (id, division) in pairs {
        if !works_for(tx, id, &division)? {
            left.insert((id, division));
        }
    }
    for errand in errands {
        let has_left = |id: &Id| left.contains(&(*id, errand.division_code.clone()));
        errand.assignee_id = errand.assignee_id.filter(|id| !has_left(id));
    }
    Ok(())
}
