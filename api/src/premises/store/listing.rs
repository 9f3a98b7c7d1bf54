//! Lists of places.
use std::collections::HashMap;

use diesel::prelude::*;

use super::rows::{PremisesRow, open};
use super::selection::{division_name, known_among, matching, ordered};
use super::{TABLE, rules};
use crate::platform::access::Reading;
use crate::platform::clock;
use crate::platform::db::schema::premises;
use crate::platform::error::ApiResult;
use crate::platform::http::{MOST_COUNTED, Page, Paging};
use crate::platform::id::Id;
use crate::premises::dto::{Premises, PremisesFilter};

type Named = (PremisesRow, Option<String>);

/// A page of places.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &PremisesFilter, paging: Paging) -> ApiResult<Page<Premises>> {
    let (scope, today) = (reading.scope, clock::today());
    // What is overdue changes with the day, though nothing is written.
    let counted = reading.counted(
        (TABLE, filter, filter.overdue.map(|_| today)),
        |db| matching(scope, filter, today).select(premises::id).offset(MOST_COUNTED).first(db).optional(),
        |db| matching(scope, filter, today).count().get_result(db),
    )?;
    let query = ordered(matching(scope, filter, today), filter.sort).limit(paging.per_page).offset(paging.offset());
    let rows: Vec<Named> = query.select((PremisesRow::as_select(), division_name())).load(reading.db)?;
    Ok(Page::new(shown(reading, rows)?, counted))
}

/// Every place that a filter keeps, in the order of [`list`].
///
/// # Errors
/// The database refuses.
pub fn ids_of(reading: &mut Reading<'_>, filter: &PremisesFilter) -> ApiResult<Vec<Id>> {
    let query = ordered(matching(reading.scope, filter, clock::today()), filter.sort);
    Ok(query.select(premises::id).load(reading.db)?)
}

/// These places as the list shows them, in the order of their ids as given.
///
/// # Errors
/// The database refuses.
pub fn of(reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<Vec<Premises>> {
    let query = known_among(reading.scope, ids).select((PremisesRow::as_select(), division_name()));
    let mut rows: Vec<Named> = query.load(reading.db)?;
    let place: HashMap<Id, usize> = ids.iter().copied().zip(0..).collect();
    rows.sort_by_key(|(row, _)| place.get(&row.id).copied());
    shown(reading, rows)
}

fn shown(reading: &Reading<'_>, rows: Vec<Named>) -> ApiResult<Vec<Premises>> {
    let (scope, today) = (reading.scope, clock::today());
    let shown = |(row, name)| Ok(rules::shown(open(reading.vault(), row)?, name, scope.sees, today));
    rows.into_iter().map(shown).collect()
}
