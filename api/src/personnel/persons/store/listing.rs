//! Lists of persons: by columns, or by the names in memory.
use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::{IDS_AT_ONCE, PersonRow, TABLE, open_all};
use crate::personnel::names;
use crate::personnel::persons::dto::{Person, PersonFilter, PersonOrder};
use crate::personnel::persons::lookup::{Query, among};
use crate::personnel::persons::selection::{matching, plain_search};
use crate::platform::access::Reading;
use crate::platform::db::schema::personnel;
use crate::platform::error::ApiResult;
use crate::platform::http::{MOST_COUNTED, Page, Paging};
use crate::platform::id::Id;

/// A page of persons.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &PersonFilter, paging: Paging) -> ApiResult<Page<Person>> {
    if let Some(q) = filter.q.as_deref().filter(|_| reading.scope.finds_names) {
        return list_named(reading, q, filter, paging);
    }
    let scope = reading.scope;
    let counted = reading.counted(
        (TABLE, filter),
        |db| matching(scope, filter).select(personnel::id).offset(MOST_COUNTED).first(db).optional(),
        |db| matching(scope, filter).count().get_result(db),
    )?;
    let query = ordered(matching(scope, filter), filter.sort).limit(paging.per_page).offset(paging.offset());
    let rows: Vec<PersonRow> = query.select(PersonRow::as_select()).load(reading.db)?;
    Ok(Page::new(open_all(reading, &rows)?, counted))
}

fn ordered(query: Query, sort: PersonOrder) -> Query {
    match sort {
        PersonOrder::LastChanged => query.order((personnel::updated_at.desc(), personnel::id.desc())),
        PersonOrder::LongestUnchanged => query.order((personnel::updated_at.asc(), personnel::id.asc())),
        PersonOrder::FileNo => query.order((personnel::file_no.asc(), personnel::id.asc())),
        // The databases sort NULL to different ends, hence `is_null` in front.
        PersonOrder::LastFound => query.order((
            personnel::first_found_on.is_null().asc(),
            personnel::first_found_on.desc(),
            personnel::id.desc(),
        )),
    }
}

/// These persons as the list shows them, in the order of their ids as given.
///
/// # Errors
/// The database refuses.
pub fn of(reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<Vec<Person>> {
    let mut rows: Vec<PersonRow> = among(reading.scope, ids).select(PersonRow::as_select()).load(reading.db)?;
    let place: HashMap<Id, usize> = ids.iter().copied().zip(0..).collect();
    rows.sort_by_key(|row| place.get(&row.id).copied());
    open_all(reading, &rows)
}

/// Ids of the persons whom a search finds in the list, so many at most, newest first.
///
/// # Errors
/// The database refuses.
pub fn found(reading: &mut Reading<'_>, q: &str, division: Option<&str>, most: i64) -> ApiResult<Vec<Id>> {
    if reading.scope.finds_names {
        let found = names::find(reading, q, division)?;
        return Ok(Paging { page: 1, per_page: most }.slice(&found).to_vec());
    }
    let (q, division) = (Some(q.to_owned()), division.map(str::to_owned));
    let filter = PersonFilter { division, q, ..PersonFilter::default() };
    let query = matching(reading.scope, &filter).order(personnel::id.desc()).limit(most);
    Ok(query.select(personnel::id).load(reading.db)?)
}

/// Names are found in memory; only the rows of the page are read when nothing else narrows the list.
fn list_named(reading: &mut Reading<'_>, q: &str, filter: &PersonFilter, paging: Paging) -> ApiResult<Page<Person>> {
    let found = named(reading, q, filter)?;
    let counted = i64::try_from(found.len()).unwrap_or(i64::MAX);
    Ok(Page::new(of(reading, paging.slice(&found))?, counted))
}

/// The persons of that name whom the rest of the filter keeps, newest first.
fn named(reading: &mut Reading<'_>, q: &str, filter: &PersonFilter) -> ApiResult<Vec<Id>> {
    let mut found = names::find(reading, q, filter.division.as_deref())?;
    let others = PersonFilter { q: None, ..filter.clone() };
    if plain_search(&others) {
        return Ok(found);
    }
    let mut kept: HashSet<Id> = HashSet::new();
    for chunk in found.chunks(IDS_AT_ONCE) {
        let query = matching(reading.scope, &others).filter(personnel::id.eq_any(chunk.to_vec()));
        kept.extend(query.select(personnel::id).load::<Id>(reading.db)?);
    }
    found.retain(|id| kept.contains(id));
    Ok(found)
}

/// Everyone whom a filter keeps, in the order of [`list`].
///
/// # Errors
/// The database refuses.
pub fn ids_of(reading: &mut Reading<'_>, filter: &PersonFilter) -> ApiResult<Vec<Id>> {
    match filter.q.as_deref().filter(|_| reading.scope.finds_names) {
        Some(q) => named(reading, q, filter),
        None => Ok(ordered(matching(reading.scope, filter), filter.sort).select(personnel::id).load(reading.db)?),
    }
}
