//! Finding persons: what a caller may see, what a filter keeps, and the blind indexes for exact look-up.
use std::collections::HashMap;
use std::sync::Arc;

use diesel::prelude::*;

use super::dto::{CreatePerson, Person, PersonFilter, PersonOrder};
use super::sealed;
use super::store::{PersonRow, open, secrets};
use crate::codes::{IdNumber, Phone};
use crate::platform::access::Reading;
use crate::platform::auth::Scope;
use crate::platform::coded::Coded;
use crate::platform::db::schema::personnel;
use crate::platform::db::sql::{contains, lower};
use crate::platform::db::{Backend, codes};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::id::Id;
use crate::platform::vault::{Blind, DataKey, Vault};

/// Keys looked up in one statement; both databases take far more parameters.
const CHUNK: usize = 500;
const NO_PERSON: Rule = Rule { code: "person.not_found", zh: "没有这份人员档案", en: "no such person" };

/// The rows a caller may see: in scope, not withdrawn, not sealed. Every query starts here or at [`among`].
pub fn visible(scope: &Scope) -> personnel::BoxedQuery<'static, Backend> {
    match (scope.as_town(), scope.as_village()) {
        (Some(town), _) => open_files().filter(personnel::town_code.eq(town.to_owned())),
        (None, Some(village)) => open_files().filter(personnel::division_code.eq(village.to_owned())),
        // No range at all, so that a walk in the order of ids is not turned into a walk by division and a sort.
        (None, None) if scope.is_everything() => open_files(),
        (None, None) => within(scope),
    }
}

/// The visible rows with these ids. The scope is a range here, whatever its size: SQLite takes any town for ten rows and
/// would read it whole instead of looking the ids up.
pub fn among(scope: &Scope, ids: &[Id]) -> personnel::BoxedQuery<'static, Backend> {
    within(scope).filter(personnel::id.eq_any(ids.to_vec()))
}

fn open_files() -> personnel::BoxedQuery<'static, Backend> {
    personnel::table.into_boxed().filter(personnel::withdrawn_at.is_null()).filter(personnel::sealed_at.is_null())
}

fn within(scope: &Scope) -> personnel::BoxedQuery<'static, Backend> {
    let (from, to) = (scope.from.clone(), scope.to.clone());
    open_files().filter(personnel::division_code.ge(from)).filter(personnel::division_code.lt(to))
}

/// The visible rows that a filter keeps; `q` matches the file number here, names are found in memory.
pub fn matching(scope: &Scope, filter: &PersonFilter) -> personnel::BoxedQuery<'static, Backend> {
    let mut query = match &filter.division {
        Some(division) => visible(&scope.narrowed(division)),
        None => visible(scope),
    };
    query = match filter.status.as_slice() {
        [] => query,
        // Equality, so that the index that ends in the order can be walked.
        [one] => query.filter(personnel::status.eq(one.code())),
        many => query.filter(personnel::status.eq_any(codes::of(many))),
    };
    if !filter.risk_level.is_empty() {
        query = query.filter(personnel::risk_level.eq_any(codes::of(&filter.risk_level)));
    }
    if let Some(control) = filter.control {
        query = query.filter(personnel::control.eq(control.code()));
    }
    if let Some(is_migrant) = filter.migrant {
        query = query.filter(personnel::is_migrant.eq(is_migrant));
    }
    if let Some(case_worker) = filter.case_worker {
        query = query.filter(personnel::case_worker_id.eq(case_worker));
    }
    if let Some(grid) = filter.grid {
        query = query.filter(personnel::grid_id.eq(grid));
    }
    if let Some(from) = filter.first_found_on_from {
        query = query.filter(personnel::first_found_on.ge(from));
    }
    if let Some(to) = filter.first_found_on_to {
        query = query.filter(personnel::first_found_on.le(to));
    }
    if let Some(q) = &filter.q {
        query = query.filter(lower(personnel::file_no).like(contains(q)).escape('\\'));
    }
    query
}

/// Whether nothing but the division narrows the list.
pub fn plain_search(filter: &PersonFilter) -> bool {
    let plain = PersonFilter { division: filter.division.clone(), sort: filter.sort, ..PersonFilter::default() };
    *filter == plain && matches!(filter.sort, PersonOrder::LastChanged)
}

/// Blind indexes of the numbers in their normal form.
pub struct Indexes {
    /// Of the identity number.
    pub id_number: Option<Vec<u8>>,
    /// Of the phone.
    pub phone: Option<Vec<u8>>,
}

impl Indexes {
    /// Indexes of what is given; what does not parse has none.
    pub fn of(vault: &Vault, id_number: Option<&str>, phone: Option<&str>) -> Self {
        let number = id_number.and_then(|number| IdNumber::parse(number).ok());
        let phone = phone.and_then(|phone| Phone::parse(phone).ok());
        Self {
            id_number: number.map(|number| vault.blind(Blind::IdNumber, number.as_str())),
            phone: phone.map(|phone| vault.blind(Blind::Phone, phone.digits())),
        }
    }
}

/// A person found by identity number, with the facts in full: for comparing, never for sending.
pub struct OnFile {
    /// The person.
    pub id: Id,
    /// The version on file.
    pub version: i64,
    /// What is on file.
    pub facts: CreatePerson,
    /// For the records under it.
    pub owner: Arc<Owner>,
}

/// Persons in scope by identity number (normal form), for as many of `numbers` as are on file.
///
/// # Errors
/// The database refuses.
pub fn by_id_numbers(reading: &mut Reading<'_>, numbers: &[String]) -> ApiResult<HashMap<String, OnFile>> {
    let mut found = HashMap::new();
    for chunk in numbers.chunks(CHUNK) {
        let indexes: Vec<Vec<u8>> = chunk.iter().map(|number| reading.vault().blind(Blind::IdNumber, number)).collect();
        let query = visible(reading.scope).filter(personnel::id_index.eq_any(indexes)).select(PersonRow::as_select());
        for row in query.load::<PersonRow>(reading.db)? {
            let (key, secrets) = secrets(reading, &row)?;
            let facts = sealed::facts(&row, secrets)?;
            let owner = Arc::new(Owner { person_id: row.id, key, division_code: row.division_code.clone() });
            if let Some(number) = facts.id_number.clone() {
                found.insert(number, OnFile { id: row.id, version: row.version, facts, owner });
            }
        }
    }
    Ok(found)
}

/// A person in scope whose records may be read and written: holding one is the proof that the scope was checked.
pub struct Owner {
    /// The person.
    pub person_id: Id,
    /// Seals the person's records.
    pub key: DataKey,
    /// The managing division, for journal entries.
    pub division_code: String,
}

impl Owner {
    fn open(vault: &Vault, (person_id, wrapped, division_code): (Id, Vec<u8>, String)) -> ApiResult<Self> {
        Ok(Self { person_id, key: vault.open_key(&wrapped)?, division_code })
    }
}

/// The owner of records, for a person in scope.
///
/// # Errors
/// 404 when there is none in scope.
pub fn owner(reading: &mut Reading<'_>, person_id: Id) -> ApiResult<Owner> {
    let query = visible(reading.scope).filter(personnel::id.eq(person_id));
    let row =
        query.select((personnel::id, personnel::data_key, personnel::division_code)).first(reading.db).optional()?;
    Owner::open(reading.vault(), row.ok_or(ApiError::NotFound(NO_PERSON))?)
}

/// Everyone in scope at or below `division`, as owners of their records.
///
/// # Errors
/// The database refuses.
pub fn owners_in(reading: &mut Reading<'_>, division: &str) -> ApiResult<Vec<Owner>> {
    let query = visible(&reading.scope.narrowed(division)).order(personnel::id.asc());
    let rows: Vec<(Id, Vec<u8>, String)> =
        query.select((personnel::id, personnel::data_key, personnel::division_code)).load(reading.db)?;
    rows.into_iter().map(|row| Owner::open(reading.vault(), row)).collect()
}

/// Everyone in scope at or below `division`, masked as the scope requires: for figures.
///
/// # Errors
/// The database refuses.
pub fn all_in(reading: &mut Reading<'_>, division: &str) -> ApiResult<Vec<Person>> {
    let query = visible(&reading.scope.narrowed(division)).order(personnel::id.asc()).select(PersonRow::as_select());
    let rows: Vec<PersonRow> = query.load(reading.db)?;
    rows.iter().map(|row| open(reading, row)).collect()
}

/// How many persons in scope stand how, by managing division: counted by the database.
///
/// # Errors
/// The database refuses.
pub fn by_village_and_status(reading: &mut Reading<'_>, division: &str) -> ApiResult<Vec<(String, String, i64)>> {
    let scope = reading.scope.narrowed(division);
    let query = personnel::table
        .filter(personnel::withdrawn_at.is_null())
        .filter(personnel::sealed_at.is_null())
        .filter(personnel::division_code.ge(scope.from))
        .filter(personnel::division_code.lt(scope.to))
        .group_by((personnel::division_code, personnel::status))
        .order((personnel::division_code, personnel::status))
        .select((personnel::division_code, personnel::status, diesel::dsl::count_star()));
    Ok(query.load(reading.db)?)
}
