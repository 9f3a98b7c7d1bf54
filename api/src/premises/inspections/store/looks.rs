//! What follows from the inspections of a place: its colour, the closing of orders, leads to the police.
use std::collections::{HashMap, HashSet};

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
    /// The inspection it corrects.
    pub corrects_id: Option<Id>,
}

/// Which inspection each correction made at a place corrects, the withdrawn and the corrected included.
pub struct Corrections(HashMap<Id, Id>);

impl Corrections {
    /// What this inspection corrects, what that one had corrected, and so on.
    pub fn before(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.0.get(&id).copied(), move |later| self.0.get(later).copied())
    }

    /// The corrections of these inspections, the corrections of those, and so on; by their ids.
    pub fn after(&self, ids: &[Id]) -> Vec<Id> {
        let ids: HashSet<Id> = ids.iter().copied().collect();
        let corrects_one = |id: &Id| self.before(*id).any(|earlier| ids.contains(&earlier));
        let mut later: Vec<Id> = self.0.keys().copied().filter(corrects_one).collect();
        later.sort_unstable();
        later
    }
}

/// The corrections that hang on a place.
///
/// # Errors
/// The database refuses.
pub fn corrections_of(reading: &mut Reading<'_>, premises_id: Id) -> ApiResult<Corrections> {
    let rows: Vec<(Id, Option<Id>)> = inspections::table
        .filter(inspections::premises_id.eq(premises_id))
        .filter(inspections::corrects_id.is_not_null())
        .select((inspections::id, inspections::corrects_id))
        .load(reading.db)?;
    Ok(Corrections(rows.into_iter().filter_map(|(id, corrects_id)| Some((id, corrects_id?))).collect()))
}

type LookRow = (Id, NaiveDate, String, Option<Id>, Vec<u8>);

/// The inspections of a place that stand, by day and entry.
///
/// # Errors
/// The database refuses, or what is sealed does not open.
pub fn looks_of(reading: &mut Reading<'_>, place: &Holder) -> ApiResult<Vec<Look>> {
    let rows: Vec<LookRow> = inspections::table
        .filter(inspections::premises_id.eq(place.id))
        .filter(inspections::withdrawn_at.is_null())
        .order((inspections::inspected_on.asc(), inspections::id.asc()))
        .select((
            inspections::id,
            inspections::inspected_on,
            inspections::outcome,
            inspections::corrects_id,
            inspections::sealed,
        ))
        .load(reading.db)?;
    let key = place.key(reading.vault())?;
    let look = |(id, on, outcome, corrects_id, sealed): LookRow| {
        let mut signs = key.open::<InspectionSecrets>(TABLE, id, &sealed)?.warning_signs;
        signs.sort_unstable();
        Ok(Look { id, on, outcome: InspectionOutcome::stored(&outcome)?, signs, corrects_id })
    };
    rows.into_iter().map(look).collect()
}
