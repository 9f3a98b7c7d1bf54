//! What those who handle many inspections at once ask for: imports and figures.
use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::CHUNK;
use super::rows::{InspectionRow, SiteRow, open};
use super::selection::{Query, corrected, current};
use crate::platform::access::Reading;
use crate::platform::auth::Scope;
use crate::platform::db::schema::{inspections, premises};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::premises::inspections::dto::InspectionRecord;

/// What tells the inspections of a ledger apart: place, campaign and day.
pub type InspectionKey = (Id, Option<Id>, NaiveDate);

/// The inspections these places have, by what tells them apart in a ledger; of several alike the first entered.
///
/// # Errors
/// The database refuses.
pub fn keys_of(reading: &mut Reading<'_>, premises_ids: &[Id]) -> ApiResult<HashMap<InspectionKey, Id>> {
    keyed(reading, premises_ids, current)
}

/// The same of those that were corrected: a ledger must not bring back what was wrong.
///
/// # Errors
/// The database refuses.
pub fn corrected_keys_of(reading: &mut Reading<'_>, premises_ids: &[Id]) -> ApiResult<HashMap<InspectionKey, Id>> {
    keyed(reading, premises_ids, corrected)
}

fn keyed(
    reading: &mut Reading<'_>,
    premises_ids: &[Id],
    of: impl Fn(&Scope) -> Query,
) -> ApiResult<HashMap<InspectionKey, Id>> {
    let mut keys = HashMap::new();
    for chunk in premises_ids.chunks(CHUNK) {
        let rows: Vec<(Id, Option<Id>, NaiveDate, Id)> = of(reading.scope)
            .filter(inspections::premises_id.eq_any(chunk.to_vec()))
            .order(inspections::id)
            .select((inspections::premises_id, inspections::campaign_id, inspections::inspected_on, inspections::id))
            .load(reading.db)?;
        for (premises_id, campaign_id, inspected_on, id) in rows {
            keys.entry((premises_id, campaign_id, inspected_on)).or_insert(id);
        }
    }
    Ok(keys)
}

/// The inspections with these ids, nothing hidden: what an import compares its rows with.
///
/// # Errors
/// The database refuses.
pub fn records(reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<HashMap<Id, InspectionRecord>> {
    let mut found = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<(InspectionRow, SiteRow)> = current(reading.scope)
            .filter(inspections::id.eq_any(chunk.to_vec()))
            .select((InspectionRow::as_select(), SiteRow::as_select()))
            .load(reading.db)?;
        for row in rows {
            found.insert(row.0.id, open(reading.vault(), row)?);
        }
    }
    Ok(found)
}

/// These inspections wherever they lie and however they stand, each as far as it opens: for whoever verifies signatures.
///
/// # Errors
/// The database refuses.
pub fn any_of(reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<HashMap<Id, ApiResult<InspectionRecord>>> {
    let mut found = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<(InspectionRow, SiteRow)> = inspections::table
            .inner_join(premises::table)
            .filter(inspections::id.eq_any(chunk.to_vec()))
            .select((InspectionRow::as_select(), SiteRow::as_select()))
            .load(reading.db)?;
        for row in rows {
            found.insert(row.0.id, open(reading.vault(), row));
        }
    }
    Ok(found)
}
