//! Frozen lists and their lines as the change feed tells of them.
use diesel::prelude::*;

use crate::campaigns::areas_above;
use crate::platform::access::Reading;
use crate::platform::db::Queries;
use crate::platform::db::schema::{campaign_freezes as freezes, campaign_units as units, campaigns};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// Ids and versions of the frozen lists of rounds that concern the caller, by id: those after `after`, and at most so many.
///
/// # Errors
/// The database refuses.
pub fn frozen_lists(reading: &mut Reading<'_>, after: Option<Id>, most: i64) -> ApiResult<Vec<(Id, i64)>> {
    let scope = reading.scope;
    let within = freezes::division_code.ge(scope.from.clone()).and(freezes::division_code.lt(scope.to.clone()));
    let over = campaigns::table.filter(campaigns::withdrawn_at.is_not_null()).select(campaigns::id);
    let mut query = freezes::table
        .into_boxed()
        .filter(within.or(freezes::division_code.eq_any(areas_above(&scope.division_code))))
        .filter(freezes::campaign_id.ne_all(over));
    if let Some(after) = after {
        query = query.filter(freezes::id.gt(after));
    }
    Ok(query.order(freezes::id.asc()).limit(most).select((freezes::id, freezes::version)).load(reading.db)?)
}

/// The same of the lines that count for villages of the caller's area.
///
/// # Errors
/// The database refuses.
pub fn frozen_lines(reading: &mut Reading<'_>, after: Option<Id>, most: i64) -> ApiResult<Vec<(Id, i64)>> {
    let over = campaigns::table.filter(campaigns::withdrawn_at.is_not_null()).select(campaigns::id);
    let mut query = units::table
        .into_boxed()
        .filter(units::division_code.ge(reading.scope.from.clone()))
        .filter(units::division_code.lt(reading.scope.to.clone()))
        .filter(units::campaign_id.ne_all(over));
    if let Some(after) = after {
        query = query.filter(units::id.gt(after));
    }
    Ok(query.order(units::id.asc()).limit(most).select((units::id, units::version)).load(reading.db)?)
}

/// Frozen lists with their rounds, whoever sees them.
///
/// # Errors
/// The database refuses.
pub fn rounds_of_freezes(db: &mut Queries, ids: &[Id]) -> ApiResult<Vec<(Id, Id)>> {
    let query = freezes::table.filter(freezes::id.eq_any(ids.to_vec()));
    Ok(query.select((freezes::id, freezes::campaign_id)).load(db)?)
}

/// Lines with their rounds and places, whoever sees them.
///
/// # Errors
/// The database refuses.
pub fn rounds_and_places_of_lines(db: &mut Queries, ids: &[Id]) -> ApiResult<Vec<(Id, Id, Id)>> {
    let query = units::table.filter(units::id.eq_any(ids.to_vec()));
    Ok(query.select((units::id, units::campaign_id, units::premises_id)).load(db)?)
}
