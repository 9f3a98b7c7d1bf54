//! The frozen lists of rounds, as far as those below them must know: that there is one, and what becomes of a merged place's
//! line. Freezing, coverage and gaps are in `coverage`.
use std::collections::HashSet;

use diesel::prelude::*;

use super::dto::CreateCampaign;
use super::store::{ELSEWHERE, facts};
use crate::platform::access::{Reading, Tx};
use crate::platform::db::schema::{campaign_freezes, campaign_units, campaigns};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

/// The table of the lines, as journal entries name it.
pub const UNITS: &str = "campaign_units";

/// Whoever changes the area or the list of a round, writes about its gaps, or inspects in it, waits for the others by this name.
pub fn turn(campaign_id: Id) -> String {
    format!("round {campaign_id}")
}

/// What a campaign is called, whatever became of it.
///
/// # Errors
/// The database refuses.
pub fn title_of(reading: &mut Reading<'_>, id: Id) -> ApiResult<String> {
    Ok(campaigns::table.find(id).select(campaigns::title).first(reading.db)?)
}

/// The facts of a campaign that the caller may plan: those of the areas above are seen, not planned.
///
/// # Errors
/// 404; 422 when it belongs to an area above the caller's.
pub fn own_facts(reading: &mut Reading<'_>, id: Id) -> ApiResult<CreateCampaign> {
    let facts = facts(reading, id)?;
    if reading.scope.covers(&facts.division_code) {
        Ok(facts)
    } else {
        Err(ApiError::invalid("/division_code", ELSEWHERE))
    }
}

/// Those of these campaigns that were withdrawn.
///
/// # Errors
/// The database refuses.
pub fn withdrawn_among(reading: &mut Reading<'_>, ids: impl Iterator<Item = Id>) -> ApiResult<HashSet<Id>> {
    let ids: HashSet<Id> = ids.collect();
    let query = campaigns::table.filter(campaigns::withdrawn_at.is_not_null());
    let query = query.filter(campaigns::id.eq_any(ids.into_iter().collect::<Vec<_>>())).select(campaigns::id);
    Ok(query.load::<Id>(reading.db)?.into_iter().collect())
}

/// Whether the list of a campaign is frozen.
///
/// # Errors
/// The database refuses.
pub fn is_frozen(reading: &mut Reading<'_>, id: Id) -> ApiResult<bool> {
    let freeze = campaign_freezes::table.filter(campaign_freezes::campaign_id.eq(id)).select(campaign_freezes::id);
    Ok(freeze.first::<Id>(reading.db).optional()?.is_some())
}

/// The lines on all frozen lists that count as reached when this place is.
///
/// # Errors
/// The database refuses.
pub fn lines_counting(reading: &mut Reading<'_>, premises_id: Id) -> ApiResult<Vec<Id>> {
    let lines = campaign_units::table.filter(campaign_units::counted_id.eq(premises_id));
    Ok(lines.order(campaign_units::id.asc()).select(campaign_units::id).load(reading.db)?)
}

/// Those of these lines that count by the one place count by the other from now on: what merging two entries of one place, and
/// undoing that, does to lists. The lines stay where they are, under their own numbers.
///
/// # Errors
/// The database refuses.
pub fn count_by(tx: &mut Tx<'_>, ids: &[Id], (from, to): (Id, Id)) -> ApiResult<()> {
    let lines = campaign_units::table
        .filter(campaign_units::id.eq_any(ids.to_vec()))
        .filter(campaign_units::counted_id.eq(from))
        .select((campaign_units::id, campaign_units::division_code, campaign_units::version));
    let lines: Vec<(Id, String, i64)> = lines.order(campaign_units::id.asc()).load(tx.db)?;
    lines.into_iter().try_for_each(|line| set_counted(tx, line, to))
}

fn set_counted(tx: &mut Tx<'_>, (id, division_code, version): (Id, String, i64), counted: Id) -> ApiResult<()> {
    let entry = Entry::updated(UNITS, id, &division_code, version + 1, vec!["counted_id".into()]);
    let columns = (
        campaign_units::counted_id.eq(counted),
        campaign_units::version.eq(version + 1),
        campaign_units::updated_at.eq(tx.at().naive_utc()),
    );
    tx.apply(diesel::update(campaign_units::table.find(id)).set(columns), entry).map(drop)
}
