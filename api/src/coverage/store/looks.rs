//! Inspections, as far as rounds are reckoned by them: clear columns only.
use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::{max, min};
use diesel::prelude::*;

use super::CHUNK;
use super::units::Key;
use crate::coverage::rules::{Look, newer};
use crate::platform::access::Reading;
use crate::platform::coded::Coded;
use crate::platform::db::schema::inspections;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::premises::InspectionOutcome;

type Row = (Id, Id, NaiveDate, String, bool);
const LOOK: (
    inspections::premises_id,
    inspections::id,
    inspections::inspected_on,
    inspections::outcome,
    inspections::is_signed,
) = (
    inspections::premises_id,
    inspections::id,
    inspections::inspected_on,
    inspections::outcome,
    inspections::is_signed,
);

/// The inspections that count now. Every query on inspections here starts with it, so that what counts no more (withdrawn)
/// is told in one place.
#[diesel::dsl::auto_type]
fn current() -> _ {
    inspections::table.filter(inspections::withdrawn_at.is_null())
}

/// The places inspected from one day to another.
#[diesel::dsl::auto_type]
pub(super) fn inspected(from: NaiveDate, to: NaiveDate) -> _ {
    current()
        .filter(inspections::inspected_on.ge(from))
        .filter(inspections::inspected_on.le(to))
        .select(inspections::premises_id)
}

fn look((premises_id, id, on, outcome, is_signed): Row) -> ApiResult<(Id, Look)> {
    Ok((premises_id, Look { id, on, outcome: InspectionOutcome::stored(&outcome)?, is_signed }))
}

fn newest(found: &mut HashMap<Id, Look>, rows: Vec<Row>) -> ApiResult<()> {
    for row in rows {
        let (premises_id, look) = look(row)?;
        found.extend(newer(found.get(&premises_id).copied(), Some(look)).map(|look| (premises_id, look)));
    }
    Ok(())
}

/// The newest inspection of each place in a round.
///
/// # Errors
/// The database refuses.
pub fn of_round(reading: &mut Reading<'_>, campaign_id: Id) -> ApiResult<HashMap<Id, Look>> {
    let mut found = HashMap::new();
    let query = current().filter(inspections::campaign_id.eq(campaign_id)).select(LOOK);
    newest(&mut found, query.load(reading.db)?)?;
    Ok(found)
}

/// The newest inspection of each of these places, in whatever round.
///
/// # Errors
/// The database refuses.
pub fn last_looks(reading: &mut Reading<'_>, places: &[Id]) -> ApiResult<HashMap<Id, Look>> {
    let mut found = HashMap::new();
    for chunk in places.chunks(CHUNK) {
        let query = current().filter(inspections::premises_id.eq_any(chunk.to_vec())).select(LOOK);
        newest(&mut found, query.load(reading.db)?)?;
    }
    Ok(found)
}

/// The first inspection of each of these places in each round that really looked at it.
///
/// # Errors
/// The database refuses.
pub fn first_looks(reading: &mut Reading<'_>, places: &[Id]) -> ApiResult<HashMap<Key, Look>> {
    let mut found: HashMap<Key, Look> = HashMap::new();
    for chunk in places.chunks(CHUNK) {
        let query = current()
            .filter(inspections::premises_id.eq_any(chunk.to_vec()))
            .filter(inspections::campaign_id.is_not_null())
            .order((inspections::inspected_on.asc(), inspections::id.asc()))
            .select((inspections::campaign_id.assume_not_null(), LOOK));
        for (campaign_id, row) in query.load::<(Id, Row)>(reading.db)? {
            let (premises_id, look) = look(row)?;
            if look.is_looked_at() {
                found.entry((campaign_id, premises_id)).or_insert(look);
            }
        }
    }
    Ok(found)
}

/// First and last day of the inspections in each round, or in this one, wherever the places lie.
///
/// # Errors
/// The database refuses.
pub fn days_of_rounds(reading: &mut Reading<'_>, one: Option<Id>) -> ApiResult<HashMap<Id, (NaiveDate, NaiveDate)>> {
    type Days = (Option<Id>, Option<NaiveDate>, Option<NaiveDate>);
    let columns = (inspections::campaign_id, min(inspections::inspected_on), max(inspections::inspected_on));
    let rows: Vec<Days> = match one {
        Some(id) => {
            let of_one = current().filter(inspections::campaign_id.eq(id)).group_by(inspections::campaign_id);
            of_one.select(columns).load(reading.db)?
        }
        None => {
            let of_all = current().filter(inspections::campaign_id.is_not_null()).group_by(inspections::campaign_id);
            of_all.select(columns).load(reading.db)?
        }
    };
    Ok(rows.into_iter().filter_map(|(id, first, last)| Some((id?, (first?, last?)))).collect())
}

/// The places of the inspections with these ids, with their rounds, whatever became of them since.
///
/// # Errors
/// The database refuses.
pub fn places_of(reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<Vec<(Id, Option<Id>)>> {
    let mut found = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        let query = inspections::table.filter(inspections::id.eq_any(chunk.to_vec()));
        found.extend(
            query.select((inspections::premises_id, inspections::campaign_id)).load::<(Id, Option<Id>)>(reading.db)?,
        );
    }
    Ok(found)
}
