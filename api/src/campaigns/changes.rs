//! Changing and withdrawing campaigns; queries as in `store`.
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::dto::{Campaign, CreateCampaign};
use super::lists::{is_frozen, turn};
use super::lookup::inspected_between;
use super::rules;
use super::store::{ELSEWHERE, TABLE, find, split, title_taken};
use crate::platform::access::Tx;
use crate::platform::db::schema::campaigns;
use crate::platform::db::sql;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{Patch, Withdraw};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const IN_USE: Rule = Rule {
    code: "campaign.in_use",
    zh: "这次行动已有排查记录，不能撤销；可以修改它的类别、名称和日期",
    en: "places were inspected in this campaign, so it cannot be withdrawn; its kind, title and dates can be changed",
};

/// What is sealed of a campaign once it is withdrawn.
#[derive(Debug, Serialize, Deserialize)]
struct CampaignSecrets {
    withdrawn_because: String,
}

/// Changes parts of a campaign.
///
/// # Errors
/// 404, 412, 422 when it belongs to an area above the caller's or would contradict the inspections made in it.
pub fn update(tx: &mut Tx<'_>, id: Id, version: i64, patch: Patch<CreateCampaign>) -> ApiResult<Campaign> {
    // Whoever freezes the list meanwhile draws it from the area as it is afterwards, or is seen here.
    sql::one_at_a_time(tx.db, &turn(id))?;
    let current = own(tx, id, version)?;
    let (facts, changed) = patch.apply(&current.facts)?;
    if changed.is_empty() {
        return Ok(current);
    }
    if !tx.scope.covers(&facts.division_code) {
        return Err(ApiError::invalid("/division_code", ELSEWHERE));
    }
    if facts.division_code != current.facts.division_code && is_frozen(tx, id)? {
        return Err(ApiError::invalid("/division_code", rules::LIST_FROZEN));
    }
    let inspected = inspected_between(tx, id)?;
    if let Some((pointer, rule)) = inspected.and_then(|days| rules::wrong_change(&current.facts, &facts, days)) {
        return Err(ApiError::invalid(pointer, rule));
    }
    let version = current.version + 1;
    let entry = Entry::updated(TABLE, id, &facts.division_code, version, changed);
    let stamp = (campaigns::version.eq(version), campaigns::updated_at.eq(tx.at().naive_utc()));
    tx.apply(diesel::update(campaigns::table.find(id)).set((split(facts), stamp)), entry).map_err(title_taken)?;
    find(tx, id)
}

/// Withdraws a campaign: out of lists, not out of the journal; its title is free again. Answers it as it was.
///
/// # Errors
/// 404, 409 when places were inspected in it, 412, 422 when it belongs to an area above the caller's.
pub fn withdraw(tx: &mut Tx<'_>, id: Id, version: i64, why: Withdraw) -> ApiResult<Campaign> {
    let campaign = own(tx, id, version)?;
    if inspected_between(tx, id)?.is_some() {
        return Err(ApiError::Conflict(IN_USE));
    }
    let (key, data_key) = tx.vault().new_key()?;
    let sealed = key.seal(TABLE, id, &CampaignSecrets { withdrawn_because: why.reason })?;
    let (at, version) = (tx.at().naive_utc(), campaign.version + 1);
    let changes = (
        campaigns::withdrawn_at.eq(at),
        campaigns::data_key.eq(data_key),
        campaigns::sealed.eq(sealed),
        campaigns::version.eq(version),
        campaigns::updated_at.eq(at),
    );
    let entry = Entry::withdrawn(TABLE, id, &campaign.facts.division_code, version);
    tx.apply(diesel::update(campaigns::table.find(id)).set(changes), entry)?;
    Ok(Campaign { version, updated_at: tx.at(), ..campaign })
}

/// A campaign the caller may change: those of the areas above are seen, not changed.
fn own(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<Campaign> {
    let campaign = find(tx, id)?;
    tx.expect_version(id, campaign.version, version)?;
    if tx.scope.covers(&campaign.facts.division_code) {
        Ok(campaign)
    } else {
        Err(ApiError::invalid("/division_code", ELSEWHERE))
    }
}
