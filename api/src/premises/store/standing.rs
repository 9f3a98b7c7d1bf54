//! How a place stands after its inspections, and whether it is one of its own.
use chrono::NaiveDate;
use diesel::prelude::*;

use super::{MERGED, TABLE};
use crate::platform::access::{Reading, Tx};
use crate::platform::coded::Coded;
use crate::platform::db::schema::{inspections, premises};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::premises::dto::{Colour, PremisesRecord};

const INSPECTED_BEFORE: Rule = Rule {
    code: "premises.registered_on.after_inspection",
    zh: "登记日期不能晚于已有的排查日期",
    en: "a place cannot have been registered after it was inspected",
};

/// A place is inspected from its registration on.
///
/// # Errors
/// 422 when it was inspected before `registered_on`.
pub(super) fn expect_uninspected_before(tx: &mut Tx<'_>, id: Id, registered_on: NaiveDate) -> ApiResult<()> {
    let is_early = is_inspected_before(tx, id, registered_on)?;
    if is_early { Err(ApiError::invalid("/registered_on", INSPECTED_BEFORE)) } else { Ok(()) }
}

/// Whether an inspection on record is of an earlier day.
///
/// # Errors
/// The database refuses.
pub fn is_inspected_before(reading: &mut Reading<'_>, id: Id, day: NaiveDate) -> ApiResult<bool> {
    let earlier: i64 = inspections::table
        .filter(inspections::premises_id.eq(id))
        .filter(inspections::withdrawn_at.is_null())
        .filter(inspections::inspected_on.lt(day))
        .count()
        .get_result(reading.db)?;
    Ok(earlier > 0)
}

/// Puts down how a place stands after its inspections, as a change of its own; nothing is written when it stands so already.
///
/// # Errors
/// 409 when the place was merged while somebody recorded an inspection of it; the database refuses.
pub fn set_standing(tx: &mut Tx<'_>, id: Id, colour: Colour, last: Option<NaiveDate>) -> ApiResult<()> {
    type Row = (String, String, Option<NaiveDate>, Option<Id>, i64);
    let (division_code, was, last_was, merged_into_id, version): Row = premises::table
        .find(id)
        .select((
            premises::division_code,
            premises::colour,
            premises::last_inspected_on,
            premises::merged_into_id,
            premises::version,
        ))
        .first(tx.db)?;
    if merged_into_id.is_some() && last.is_some() {
        return Err(ApiError::Conflict(MERGED));
    }
    let differs = [("colour", was != colour.code()), ("last_inspected_on", last_was != last)];
    let changed: Vec<_> = differs.into_iter().filter(|(_, is_new)| *is_new).map(|(name, _)| name.into()).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let entry = Entry::updated(TABLE, id, &division_code, version + 1, changed);
    let columns = (
        premises::colour.eq(colour.code()),
        premises::last_inspected_on.eq(last),
        premises::version.eq(version + 1),
        premises::updated_at.eq(tx.at().naive_utc()),
    );
    tx.apply(diesel::update(premises::table.find(id)).set(columns), entry).map(drop)
}

/// Says of a place which one it is the duplicate of, or that it is one of its own again.
///
/// # Errors
/// 412 when it has changed since it was read; the database refuses.
pub fn set_merged(tx: &mut Tx<'_>, place: &PremisesRecord, into_id: Option<Id>) -> ApiResult<()> {
    let (id, version) = (place.id, place.version + 1);
    let entry = Entry::updated(TABLE, id, &place.facts.division_code, version, vec!["merged_into_id".into()]);
    let action = if into_id.is_some() { "merged" } else { "unmerged" };
    let columns = (
        premises::merged_into_id.eq(into_id),
        premises::version.eq(version),
        premises::updated_at.eq(tx.at().naive_utc()),
    );
    tx.apply(diesel::update(premises::table.find(id)).set(columns), Entry { action, ..entry }).map(drop)
}
