//! What follows from the inspections of a place: its colour, the closing of orders, leads to the police.
use chrono::NaiveDate;
use diesel::prelude::*;

use super::TABLE;
use super::rows::InspectionSecrets;
use crate::platform::access::Reading;
use crate::platform::coded::Coded;
use crate::platform::db::schema::inspections;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::premises::inspections::dto::{InspectionOutcome, WarningSign};
use crate::premises::store::Holder;

/// An inspection that stands, as far as anything follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The inspection.
    pub id: Id,
    /// Its day.
    pub on: NaiveDate,
    /// What came of it.
    pub outcome: InspectionOutcome,
    /// Signs of a laboratory, in the order of the list.
    pub signs: Vec<WarningSign>,
}

/// The inspections of a place that stand, by day and entry.
///
/// # Errors
/// The database refuses, or what is sealed does not open.
pub fn looks_of(reading: &mut Reading<'_>, place: &Holder) -> ApiResult<Vec<Look>> {
    let rows: Vec<(Id, NaiveDate, String, Vec<u8>)> = inspections::table
        .filter(inspections::premises_id.eq(place.id))
        .filter(inspections::withdrawn_at.is_null())
        .order((inspections::inspected_on.asc(), inspections::id.asc()))
        .select((inspections::id, inspections::inspected_on, inspections::outcome, inspections::sealed))
        .load(reading.db)?;
    let key = place.key(reading.vault())?;
    let look = |(id, on, outcome, sealed): (Id, NaiveDate, String, Vec<u8>)| {
        let mut signs = key.open::<InspectionSecrets>(TABLE, id, &sealed)?.warning_signs;
        signs.sort_unstable();
        Ok(Look { id, on, outcome: InspectionOutcome::stored(&outcome)?, signs })
    };
    rows.into_iter().map(look).collect()
}
