//! Queries behind the figures: clear columns only, nothing is unsealed to be counted.
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::platform::access::Reading;
use crate::platform::clock;
use crate::platform::db::Backend;
use crate::platform::db::schema::{campaigns, inspections, premises};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// A place, as far as it is counted.
#[derive(Queryable, Selectable)]
#[diesel(table_name = premises, check_for_backend(Backend))]
pub struct Place {
    pub id: Id,
    pub code: String,
    pub kind: String,
    pub name: String,
    pub division_code: String,
    pub registered_on: NaiveDate,
    pub version: i64,
}

/// An inspection, as far as it is counted, with its place and campaign.
#[derive(Queryable)]
pub struct Round {
    pub id: Id,
    pub premises_id: Id,
    pub inspected_on: NaiveDate,
    pub outcome: String,
    pub is_signed: bool,
    pub version: i64,
    pub premises_code: String,
    pub premises_name: String,
    pub division_code: String,
    pub campaign: Option<RoundCampaign>,
}

/// The campaign an inspection was made in.
#[derive(Queryable, Selectable)]
#[diesel(table_name = campaigns, check_for_backend(Backend))]
pub struct RoundCampaign {
    pub id: Id,
    pub kind: String,
    pub title: String,
    pub division_code: String,
    pub version: i64,
}

/// The places in scope at or below `division`.
///
/// # Errors
/// The database refuses.
pub fn places(reading: &mut Reading<'_>, division: &str) -> ApiResult<Vec<Place>> {
    let scope = reading.scope.narrowed(division);
    let query = premises::table
        .filter(premises::is_on_register.eq(true))
        .filter(premises::division_code.ge(scope.from))
        .filter(premises::division_code.lt(scope.to))
        .order(premises::code)
        .select(Place::as_select());
    Ok(query.load(reading.db)?)
}

/// How many places on the register by a day were withdrawn after it: they are missing from today's register.
///
/// # Errors
/// The database refuses.
pub fn withdrawn_since(reading: &mut Reading<'_>, division: &str, as_of: NaiveDate) -> ApiResult<usize> {
    let scope = reading.scope.narrowed(division);
    let withdrawn: Vec<Option<NaiveDateTime>> = premises::table
        .filter(premises::withdrawn_at.is_not_null())
        // One that was refused never was on the register.
        .filter(premises::proposed_at.is_null())
        .filter(premises::registered_on.le(as_of))
        .filter(premises::division_code.ge(scope.from))
        .filter(premises::division_code.lt(scope.to))
        .select(premises::withdrawn_at)
        .load(reading.db)?;
    Ok(withdrawn.into_iter().flatten().filter(|at| clock::legal_date(at.and_utc()) > as_of).count())
}

/// The inspections of those places.
///
/// # Errors
/// The database refuses.
pub fn rounds(reading: &mut Reading<'_>, division: &str) -> ApiResult<Vec<Round>> {
    let scope = reading.scope.narrowed(division);
    let query = inspections::table
        .inner_join(premises::table)
        .left_join(campaigns::table)
        .filter(inspections::withdrawn_at.is_null())
        .filter(premises::is_on_register.eq(true))
        .filter(premises::division_code.ge(scope.from))
        .filter(premises::division_code.lt(scope.to))
        .order((inspections::inspected_on, inspections::id))
        .select((
            inspections::id,
            inspections::premises_id,
            inspections::inspected_on,
            inspections::outcome,
            inspections::is_signed,
            inspections::version,
            premises::code,
            premises::name,
            premises::division_code,
            Option::<RoundCampaign>::as_select(),
        ));
    Ok(query.load(reading.db)?)
}

/// How many places each village has, or how many of them were inspected on `since` or later.
///
/// # Errors
/// The database refuses.
pub fn by_village(
    reading: &mut Reading<'_>,
    division: &str,
    since: Option<NaiveDate>,
) -> ApiResult<Vec<(String, i64)>> {
    let scope = reading.scope.narrowed(division);
    let in_scope = premises::table
        .filter(premises::is_on_register.eq(true))
        .filter(premises::division_code.ge(scope.from))
        .filter(premises::division_code.lt(scope.to))
        .group_by(premises::division_code)
        .order(premises::division_code)
        .select((premises::division_code, count_star()));
    Ok(match since {
        Some(since) => in_scope.filter(premises::last_inspected_on.ge(since)).load(reading.db)?,
        None => in_scope.load(reading.db)?,
    })
}
