//! Queries on `personnel`. Rows do not leave this folder.
mod columns;
mod listing;
mod references;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use validator::Validate;

pub use self::columns::normal;
pub(in crate::personnel::persons) use self::columns::{PersonColumns, columns, file_no_of};
pub(in crate::personnel::persons) use self::listing::ids_of;
pub use self::listing::{found, list};
pub(in crate::personnel::persons) use self::references::{NO_CASE_WORKER, refuse_taken};
use self::references::{SealedFiles, check_references};
use super::dto::{CreatePerson, Person, RiskLevel, SearchPersonnel};
use super::lookup::{Indexes, NO_PERSON, Owner};
pub(in crate::personnel) use super::lookup::{among, visible};
use super::roll::may_owe;
use super::rules;
use super::sealed::{self, PersonSecrets, Stamp};
use crate::divisions::within;
use crate::personnel::stays;
use crate::platform::access::{Reading, Tx};
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::personnel;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::platform::vault::DataKey;

pub(super) const TABLE: &str = "personnel";
/// Ids in one `IN (…)`: far below the number of parameters either database takes.
const IDS_AT_ONCE: usize = 500;
/// The table, as journal entries name it.
pub const TABLE_NAME: &str = TABLE;
pub(super) const REGISTERED: Rule = Rule {
    code: "person.id_number.registered",
    zh: "这个身份证号已经登记在册",
    en: "this identity number is registered already",
};
const ASSESSED: Rule = Rule {
    code: "person.risk_level.assessed",
    zh: "风险等级由风险评估决定，请登记新的评估",
    en: "the grade follows the risk assessments: record a new one",
};
const SEARCH_FIELD: Rule =
    Rule {
        code: "person.search.one", zh: "请填写身份证号或电话之一", en: "give the identity number or the phone"
    };

#[derive(Queryable, Selectable)]
#[diesel(table_name = personnel, check_for_backend(Backend))]
pub struct PersonRow {
    pub id: Id,
    pub file_no: String,
    pub division_code: String,
    pub gender: String,
    pub status: String,
    pub control: String,
    pub risk_level: String,
    pub substances: String,
    pub first_found_on: Option<NaiveDate>,
    pub is_migrant: bool,
    pub migrant_since: Option<NaiveDate>,
    pub contact_every_days: Option<i32>,
    pub case_worker_id: Option<Id>,
    pub grid_id: Option<Id>,
    pub platform_entered_on: Option<NaiveDate>,
    pub external_refs: String,
    pub data_key: Vec<u8>,
    pub sealed: Vec<u8>,
    pub sealed_at: Option<NaiveDateTime>,
    pub version: i64,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

fn open_all(reading: &Reading<'_>, rows: &[PersonRow]) -> ApiResult<Vec<Person>> {
    rows.iter().map(|row| open(reading, row)).collect()
}

pub(super) fn open(reading: &Reading<'_>, row: &PersonRow) -> ApiResult<Person> {
    let (_, secrets) = secrets(reading, row)?;
    sealed::masked(row, secrets, reading.scope.sees)
}

pub(in crate::personnel) fn secrets(reading: &Reading<'_>, row: &PersonRow) -> ApiResult<(DataKey, PersonSecrets)> {
    let key = reading.vault().open_key(&row.data_key)?;
    let secrets = key.open(TABLE, row.id, &row.sealed)?;
    Ok((key, secrets))
}

/// One person.
///
/// # Errors
/// 404 when there is none in scope.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<Person> {
    let row = find_row(reading, id)?;
    open(reading, &row)
}

pub(super) fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<PersonRow> {
    let query = visible(reading.scope).filter(personnel::id.eq(id)).select(PersonRow::as_select());
    query.first(reading.db).optional()?.ok_or(ApiError::NotFound(NO_PERSON))
}

/// Persons with exactly this identity number or phone.
///
/// # Errors
/// 422 when neither is given.
pub fn search(reading: &mut Reading<'_>, wanted: &SearchPersonnel) -> ApiResult<Page<Person>> {
    let indexes = Indexes::of(reading.vault(), wanted.id_number.as_deref(), wanted.phone.as_deref());
    let query = visible(reading.scope);
    let query = match (indexes.id_number, indexes.phone) {
        (Some(index), _) => query.filter(personnel::id_index.eq(index)),
        (None, Some(index)) => query.filter(personnel::phone_index.eq(index)),
        (None, None) => return Err(ApiError::invalid("/id_number", SEARCH_FIELD)),
    };
    let rows: Vec<PersonRow> = query.select(PersonRow::as_select()).limit(MOST_COUNTED).load(reading.db)?;
    let items = open_all(reading, &rows)?;
    let counted = i64::try_from(items.len()).unwrap_or(i64::MAX);
    Ok(Page::new(items, counted))
}

/// Registers a person.
///
/// # Errors
/// 409 when the identity number is registered; 422 for a reference that leads nowhere, or when the file number is taken.
pub fn insert(tx: &mut Tx<'_>, new: CreatePerson) -> ApiResult<Person> {
    register(tx, new, SealedFiles::Count)
}

/// Registers a person on a new decision; a sealed file of theirs stays as it is.
///
/// # Errors
/// As [`insert`].
pub fn insert_again(tx: &mut Tx<'_>, new: CreatePerson) -> ApiResult<Person> {
    register(tx, new, SealedFiles::Stay)
}

fn register(tx: &mut Tx<'_>, new: CreatePerson, sealed: SealedFiles) -> ApiResult<Person> {
    let id = Id::new();
    check_references(tx, None, &new, sealed)?;
    let facts = normal(CreatePerson { file_no: Some(new.file_no.clone().unwrap_or_else(|| file_no_of(id))), ..new });
    write(tx, id, facts.clone())?;
    // Answered from what was written: reading it back took a tenth of the writer's time.
    let (at, file_no) = (tx.at().naive_utc(), facts.file_no.clone().unwrap_or_default());
    let risk_level = facts.risk_level;
    let stamp = Stamp { id, file_no, risk_level, sealed_at: None, version: 1, created_at: at, updated_at: at };
    Ok(sealed::shown(stamp, facts, tx.scope.sees))
}

/// Registers a person under an id made before, without reading it back: for imports.
///
/// # Errors
/// 409 when the identity number is registered, 422 when the division is out of scope or the file number is taken.
pub fn insert_as(tx: &mut Tx<'_>, id: Id, new: CreatePerson) -> ApiResult<()> {
    refuse_taken(tx, std::iter::once(&new))?;
    write(tx, id, new)
}

fn write(tx: &mut Tx<'_>, id: Id, new: CreatePerson) -> ApiResult<()> {
    within(tx.scope, "/division_code", &new.division_code)?;
    let (key, data_key) = tx.vault().new_key()?;
    let at = tx.at().naive_utc();
    let entry = entry_of(id, &new);
    let columns = columns(tx, id, &key, new, None)?;
    let statement = diesel::insert_into(personnel::table).values((
        personnel::id.eq(id),
        columns,
        personnel::data_key.eq(data_key),
        personnel::version.eq(1),
        personnel::created_at.eq(at),
        personnel::updated_at.eq(at),
    ));
    tx.apply(statement, entry)?;
    Ok(())
}

/// The entry of a new file; it is about somebody where duties may follow from the file alone.
pub(super) fn entry_of(id: Id, new: &CreatePerson) -> Entry {
    let entry = Entry::created(TABLE, id, &new.division_code);
    if may_owe(new) { entry.about(id) } else { entry }
}

/// Changes parts of a person's file.
///
/// # Errors
/// 404, 409, 412, 422.
pub fn update(tx: &mut Tx<'_>, id: Id, version: i64, patch: Patch<CreatePerson>) -> ApiResult<Person> {
    let row = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    let (_, secrets) = secrets(tx, &row)?;
    let is_assessed = secrets.entered_risk_level.is_some();
    let current = sealed::facts(&row, secrets)?;
    let (facts, _) = patch.apply(&unsaid(current.clone()))?;
    if is_assessed && facts.risk_level != current.risk_level {
        return Err(ApiError::invalid("/risk_level", ASSESSED));
    }
    check_references(tx, Some(&current), &facts, SealedFiles::Count)?;
    replace(tx, id, facts)
}

/// Changes what a decision about the file says otherwise; what followed from it follows from it again.
///
/// # Errors
/// As [`update`]; whatever `change` answers.
pub fn amend(
    tx: &mut Tx<'_>,
    id: Id,
    change: impl FnOnce(&CreatePerson) -> ApiResult<CreatePerson>,
) -> ApiResult<Person> {
    let row = find_row(tx, id)?;
    let (_, secrets) = secrets(tx, &row)?;
    let current = sealed::facts(&row, secrets)?;
    let facts = change(&unsaid(current.clone()))?;
    facts.validate()?;
    check_references(tx, Some(&current), &facts, SealedFiles::Count)?;
    replace(tx, id, facts)
}

/// Leaves open what only followed from the status, so that it follows from the new one.
fn unsaid(facts: CreatePerson) -> CreatePerson {
    let follows = CreatePerson { control: None, ..facts };
    if Some(rules::control(&follows)) == facts.control {
        follows
    } else {
        CreatePerson { control: facts.control, ..follows }
    }
}

/// Puts `facts` in the place of what is on file; nothing is written when nothing differs.
///
/// # Errors
/// 404, 409, 422.
pub fn replace(tx: &mut Tx<'_>, id: Id, facts: CreatePerson) -> ApiResult<Person> {
    let row = find_row(tx, id)?;
    let (key, secrets) = secrets(tx, &row)?;
    let facts = CreatePerson { file_no: facts.file_no.or_else(|| Some(row.file_no.clone())), ..facts };
    let assessed = secrets.entered_risk_level.map(|_| RiskLevel::stored(&row.risk_level)).transpose()?;
    let current = sealed::facts(&row, secrets)?;
    let changed = differing(&current, &normal(facts.clone()))?;
    if changed.is_empty() {
        return find(tx, id);
    }
    within(tx.scope, "/division_code", &facts.division_code)?;
    let version = row.version + 1;
    let entry = Entry::updated(TABLE, id, &facts.division_code, version, changed);
    let (migrant, division) = (facts.migrant.clone(), facts.division_code.clone());
    let columns = columns(tx, id, &key, facts, assessed)?;
    let stamp = (personnel::version.eq(version), personnel::updated_at.eq(tx.at().naive_utc()));
    tx.apply(diesel::update(personnel::table.find(id)).set((columns, stamp)), entry)?;
    if current.migrant.away && !migrant.away {
        stays::close(tx, &Owner { person_id: id, key, division_code: division }, &current.migrant)?;
    }
    find(tx, id)
}

/// Withdraws a file that should not be there: out of lists and figures, not out of the journal. Answers it as it was.
///
/// # Errors
/// 404, 412.
pub fn withdraw(tx: &mut Tx<'_>, id: Id, version: i64, why: Withdraw) -> ApiResult<Person> {
    let row = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    let (key, secrets) = secrets(tx, &row)?;
    let secrets = PersonSecrets { withdrawn_because: Some(why.reason), ..secrets };
    let (at, version) = (tx.at().naive_utc(), row.version + 1);
    let entry = Entry::withdrawn(TABLE, id, &row.division_code, version);
    let sealed = key.seal(TABLE, id, &secrets)?;
    let changes = (
        personnel::withdrawn_at.eq(at),
        personnel::sealed.eq(sealed),
        personnel::version.eq(version),
        personnel::updated_at.eq(at),
    );
    tx.apply(diesel::update(personnel::table.find(id)).set(changes), entry)?;
    let person = sealed::masked(&row, secrets, tx.scope.sees)?;
    Ok(Person { version, updated_at: tx.at(), ..person })
}
