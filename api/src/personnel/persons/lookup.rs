//! Finding persons: what a caller may see, and the blind indexes for exact look-up.
use std::collections::HashMap;
use std::sync::Arc;

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::dto::{CreatePerson, Person};
use super::sealed;
use super::store::{PersonRow, find_row, open, secrets};
use crate::codes::{Gender, IdNumber, Phone};
use crate::platform::access::Reading;
use crate::platform::auth::Scope;
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::personnel;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::id::Id;
use crate::platform::vault::{Blind, DataKey, Vault};
use crate::present;

/// Keys looked up in one statement; both databases take far more parameters.
const CHUNK: usize = 500;
pub(super) const NO_PERSON: Rule =
    Rule { code: "person.not_found", zh: "没有这份人员档案", en: "no such person" };

/// A query on persons that may still be narrowed.
pub(in crate::personnel) type Query = personnel::BoxedQuery<'static, Backend>;
/// A condition on persons, for queries that cannot start from a boxed one.
type Condition = Box<dyn BoxableExpression<personnel::table, Backend, SqlType = Bool>>;

/// The rows a caller may see: in scope, not withdrawn, not sealed. Every query starts here or at [`among`].
pub fn visible(scope: &Scope) -> Query {
    match (scope.as_town(), scope.as_village()) {
        (Some(town), _) => open_files().filter(personnel::town_code.eq(town.to_owned())),
        (None, Some(village)) => open_files().filter(personnel::division_code.eq(village.to_owned())),
        // No range at all, so that a walk in the order of ids is not turned into a walk by division and a sort.
        (None, None) if scope.is_everything() => open_files(),
        (None, None) => within(scope),
    }
}

present!(visible, personnel);

/// The ids of the visible rows of a range, to be asked for inside another query: no boxed one can stand there.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn visible_ids(from: String, to: String) -> _ {
    personnel::table
        .filter(personnel::withdrawn_at.is_null())
        .filter(personnel::sealed_at.is_null())
        .filter(personnel::division_code.ge(from))
        .filter(personnel::division_code.lt(to))
        .select(personnel::id)
}

/// The visible rows with these ids. The scope is a range here, whatever its size: SQLite takes any town for ten rows and
/// would read it whole instead of looking the ids up.
pub fn among(scope: &Scope, ids: &[Id]) -> Query {
    within(scope).filter(personnel::id.eq_any(ids.to_vec()))
}

pub(super) fn open_files() -> Query {
    personnel::table.into_boxed().filter(personnel::withdrawn_at.is_null()).filter(personnel::sealed_at.is_null())
}

fn within(scope: &Scope) -> Query {
    personnel::table.into_boxed().filter(visible_within(scope))
}

/// What makes a row one that a caller may see.
fn visible_within(scope: &Scope) -> Condition {
    let open = personnel::withdrawn_at.is_null().and(personnel::sealed_at.is_null());
    let (from, to) = (scope.from.clone(), scope.to.clone());
    Box::new(open.and(personnel::division_code.ge(from)).and(personnel::division_code.lt(to)))
}

/// The identity number of a person, as the key it is compared by.
pub fn key_of(person: &CreatePerson) -> Option<String> {
    let number = person.id_number.as_deref().and_then(|number| IdNumber::parse(number).ok());
    number.map(|number| number.key())
}

/// Blind indexes of the numbers in their normal form.
pub struct Indexes {
    /// Of the identity number: of fifteen digits and of eighteen the same.
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
            id_number: number.map(|number| vault.blind(Blind::IdNumber, &number.key())),
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

/// Persons in scope by the key of their identity number, for as many of `numbers` (keys too) as are on file.
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
            if let Some(number) = key_of(&facts) {
                found.insert(number, OnFile { id: row.id, version: row.version, facts, owner });
            }
        }
    }
    Ok(found)
}

/// Everyone in scope at or below `division`, with the facts in full: for comparing, never for sending.
///
/// # Errors
/// The database refuses.
pub fn files_in(reading: &mut Reading<'_>, division: &str) -> ApiResult<Vec<(Id, CreatePerson)>> {
    let query = visible(&reading.scope.narrowed(division)).order(personnel::id.asc()).select(PersonRow::as_select());
    let rows: Vec<PersonRow> = query.load(reading.db)?;
    let opened = rows.iter().map(|row| Ok((row.id, sealed::facts(row, secrets(reading, row)?.1)?)));
    opened.collect()
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

/// These persons, wherever they are, as owners of their records: for what the system derives from everyone's.
///
/// # Errors
/// The database refuses.
pub fn owners_among(reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<Vec<Owner>> {
    let mut owners = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        let query = open_files().filter(personnel::id.eq_any(chunk.to_vec())).order(personnel::id.asc());
        let rows: Vec<(Id, Vec<u8>, String)> =
            query.select((personnel::id, personnel::data_key, personnel::division_code)).load(reading.db)?;
        for row in rows {
            owners.push(Owner::open(reading.vault(), row)?);
        }
    }
    Ok(owners)
}

/// The persons of these who are in scope: as owners of their records, and by the name the caller may see.
///
/// # Errors
/// The database refuses.
pub fn named(reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<HashMap<Id, (Owner, String)>> {
    let named = rows_among(reading, ids)?.into_iter().map(|row| {
        let name = open(reading, &row)?.name;
        Ok((row.id, (Owner::open(reading.vault(), (row.id, row.data_key, row.division_code))?, name)))
    });
    named.collect()
}

/// The number of the file and the name the caller may see, of the persons of these who are in scope.
///
/// # Errors
/// The database refuses.
pub fn called(reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<HashMap<Id, (String, String)>> {
    let called = rows_among(reading, ids)?.into_iter().map(|row| {
        let name = open(reading, &row)?.name;
        Ok((row.id, (row.file_no, name)))
    });
    called.collect()
}

fn rows_among(reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<Vec<PersonRow>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        rows.extend(among(reading.scope, chunk).select(PersonRow::as_select()).load::<PersonRow>(reading.db)?);
    }
    Ok(rows)
}

/// What a person in scope is called, in full: for papers that leave the house sealed.
///
/// # Errors
/// 404 when there is none in scope.
pub fn name_and_gender(reading: &mut Reading<'_>, id: Id) -> ApiResult<(String, Gender)> {
    let row = find_row(reading, id)?;
    let (_, secrets) = secrets(reading, &row)?;
    Ok((secrets.name, Gender::stored(&row.gender)?))
}

/// Somebody in scope with every fact, whatever the caller's role sees: for who has said what for.
///
/// # Errors
/// 404 when there is none in scope.
pub(in crate::personnel) fn in_full(reading: &mut Reading<'_>, id: Id) -> ApiResult<(Owner, CreatePerson)> {
    let row = find_row(reading, id)?;
    let (key, secrets) = secrets(reading, &row)?;
    let facts = sealed::facts(&row, secrets)?;
    Ok((Owner { person_id: id, key, division_code: row.division_code }, facts))
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
        .filter(visible_within(&scope))
        .group_by((personnel::division_code, personnel::status))
        .order((personnel::division_code, personnel::status))
        .select((personnel::division_code, personnel::status, diesel::dsl::count_star()));
    Ok(query.load(reading.db)?)
}
