//! Places on the register, as far as rounds are reckoned by them: clear columns only.
use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::CHUNK;
use super::looks::inspected;
use crate::coverage::dto::Period;
use crate::platform::access::Reading;
use crate::platform::auth::Scope;
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::premises;
use crate::platform::error::ApiResult;
use crate::platform::http::{MOST_COUNTED, Paging};
use crate::platform::id::Id;
use crate::premises::{PremisesKind, on_register};

/// A place on the register.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its id.
    pub id: Id,
    /// Its number.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: PremisesKind,
    /// The division that manages it.
    pub division_code: String,
    /// The day it was entered.
    pub registered_on: NaiveDate,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = premises, check_for_backend(Backend))]
struct PlaceRow {
    id: Id,
    code: String,
    name: String,
    kind: String,
    division_code: String,
    registered_on: NaiveDate,
}

impl PlaceRow {
    fn open(self) -> ApiResult<Place> {
        let Self { id, code, name, kind, division_code, registered_on } = self;
        Ok(Place { id, code, name, kind: PremisesKind::stored(&kind)?, division_code, registered_on })
    }
}

/// The places on the register in a scope, by division and number: in byte order, whatever the database's.
///
/// # Errors
/// The database refuses.
pub fn of_register(reading: &mut Reading<'_>, scope: &Scope) -> ApiResult<Vec<Place>> {
    let rows: Vec<PlaceRow> = on_register(scope).select(PlaceRow::as_select()).load(reading.db)?;
    let mut places = rows.into_iter().map(PlaceRow::open).collect::<ApiResult<Vec<_>>>()?;
    places.sort_unstable_by(|one, other| (&one.division_code, &one.code).cmp(&(&other.division_code, &other.code)));
    Ok(places)
}

fn missed_in(scope: &Scope, period: &Period) -> premises::BoxedQuery<'static, Backend> {
    let (from, to) = period.bounds();
    let query = on_register(scope).filter(premises::id.ne_all(inspected(from, to)));
    match period.to {
        Some(to) => query.filter(premises::registered_on.le(to)),
        None => query,
    }
}

/// A page of the places on the register by the end of a period that were not inspected in it at all, and how many there are.
///
/// # Errors
/// The database refuses.
pub fn missed(
    reading: &mut Reading<'_>,
    scope: &Scope,
    period: &Period,
    paging: Paging,
) -> ApiResult<(Vec<Place>, i64)> {
    let counted = reading.counted(
        ("coverage gaps", &scope.from, &scope.to, period),
        |db| missed_in(scope, period).select(premises::id).offset(MOST_COUNTED).first(db).optional(),
        |db| missed_in(scope, period).count().get_result(db),
    )?;
    let query = missed_in(scope, period)
        .order((premises::division_code.asc(), premises::code.asc(), premises::id.asc()))
        .select(PlaceRow::as_select());
    let rows: Vec<PlaceRow> = query.limit(paging.per_page).offset(paging.offset()).load(reading.db)?;
    Ok((rows.into_iter().map(PlaceRow::open).collect::<ApiResult<_>>()?, counted))
}

/// Which places of a scope were inspected in a period.
///
/// # Errors
/// The database refuses.
pub fn reached(reading: &mut Reading<'_>, scope: &Scope, period: &Period) -> ApiResult<std::collections::HashSet<Id>> {
    let (from, to) = period.bounds();
    let query = on_register(scope).filter(premises::id.eq_any(inspected(from, to))).select(premises::id);
    Ok(query.load::<Id>(reading.db)?.into_iter().collect())
}

/// The managing divisions of those of these places that are on the register, wherever they lie: for what follows from facts.
///
/// # Errors
/// The database refuses.
pub fn on_register_among(reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<HashMap<Id, String>> {
    let (everywhere, mut found) = (Scope::everything(), HashMap::new());
    for chunk in ids.chunks(CHUNK) {
        let query = on_register(&everywhere).filter(premises::id.eq_any(chunk.to_vec()));
        found.extend(query.select((premises::id, premises::division_code)).load::<(Id, String)>(reading.db)?);
    }
    Ok(found)
}

/// The wrapped keys of these places, under which reasons on their lines are sealed: whoever sees a line may.
///
/// # Errors
/// The database refuses.
pub fn keys(reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<HashMap<Id, Vec<u8>>> {
    let mut found = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let query = premises::table.filter(premises::id.eq_any(chunk.to_vec()));
        found.extend(query.select((premises::id, premises::data_key)).load::<(Id, Vec<u8>)>(reading.db)?);
    }
    Ok(found)
}
