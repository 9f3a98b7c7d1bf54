//! Queries on `reveals`: rows are added, read and never changed.
use std::collections::HashMap;

use chrono::{Days, NaiveDateTime, TimeDelta};
use diesel::dsl::count;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::dto::{Need, Reveal, RevealField, RevealFilter, RevealPurpose, Revealed};
use super::proof::{self, Attested};
use super::rules::{DAY_SPENT, DAYS_COUNTED, MOST_IN_A_DAY, MOST_PERSONS, PERSONS_SPENT, SHOWN_FOR};
use crate::audit::{beginning, end};
use crate::personnel::accesses::file_numbers;
use crate::personnel::history::names;
use crate::personnel::persons::{CreatePerson, Owner, in_full, owner};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::Proof;
use crate::platform::canonical::Hash;
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::schema::reveals;
use crate::platform::db::{Backend, sql};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{MOST_COUNTED, Page, Paging};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const TABLE: &str = "reveals";

type Query = reveals::BoxedQuery<'static, Backend>;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = reveals, check_for_backend(Backend))]
struct Row {
    id: Id,
    person_id: Id,
    account_id: Id,
    division_code: String,
    fields: String,
    purpose: String,
    sealed: Vec<u8>,
    at: NaiveDateTime,
}

impl Row {
    fn digest(&self) -> ApiResult<Hash> {
        let attested = Attested {
            format: Attested::FORMAT,
            id: self.id,
            person_id: self.person_id,
            account_id: self.account_id,
            division_code: &self.division_code,
            fields: &self.fields,
            purpose: &self.purpose,
            sealed: proof::sealed(&self.sealed),
            at: self.at.and_utc(),
        };
        attested.digest()
    }
}

/// What is sealed of it.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Secrets {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// Records that the account of this proof is shown facts of a person, and answers them.
///
/// # Errors
/// 404 when the person is not in scope; 429 when the account has been shown enough.
pub fn reveal(tx: &mut Tx<'_>, person_id: Id, need: Need, proof: Proof) -> ApiResult<Revealed> {
    let (owner, facts) = in_full(tx, person_id)?;
    expect_measure(tx, proof.account_id(), person_id)?;
    let id = Id::new();
    record(tx, id, &owner, &need, proof)?;
    Ok(shown(id, person_id, facts, &need.fields))
}

/// Refuses an account that has been shown enough: so many times a day, and so many persons in some days.
fn expect_measure(tx: &mut Tx<'_>, account_id: Id, person_id: Id) -> ApiResult<()> {
    // Two requests at once would both find one place left.
    sql::one_at_a_time(tx.db, &format!("reveals of {account_id}"))?;
    let (today, now) = (clock::legal_date(tx.at()), tx.at());
    let theirs = || reveals::table.filter(reveals::account_id.eq(account_id));
    let of_today: i64 = theirs().filter(reveals::at.ge(beginning(today))).count().get_result(tx.db)?;
    if of_today >= MOST_IN_A_DAY {
        let until_tomorrow = clock::start_of(today + Days::new(1)) - now;
        return Err(ApiError::Spent(DAY_SPENT, seconds(until_tomorrow)));
    }
    let counted = theirs().filter(reveals::at.ge(beginning(today - Days::new(DAYS_COUNTED - 1))));
    let others = counted.filter(reveals::person_id.ne(person_id));
    let persons: i64 = others.select(count(reveals::person_id).aggregate_distinct()).get_result(tx.db)?;
    // Whoever was among them before is one of the hundred.
    if persons >= MOST_PERSONS { Err(ApiError::Refused(PERSONS_SPENT)) } else { Ok(()) }
}

fn seconds(wait: TimeDelta) -> u32 {
    u32::try_from(wait.num_seconds()).unwrap_or(u32::MAX)
}

fn record(tx: &mut Tx<'_>, id: Id, owner: &Owner, need: &Need, proof: Proof) -> ApiResult<()> {
    let codes: Vec<&str> = need.fields.iter().map(|field| field.code()).collect();
    let row = Row {
        id,
        person_id: owner.person_id,
        account_id: proof.account_id(),
        division_code: tx.scope.division_code.clone(),
        fields: codes.join(" "),
        purpose: need.purpose.code().to_owned(),
        sealed: owner.key.seal(TABLE, id, &Secrets { note: need.note.clone() })?,
        at: tx.at().naive_utc(),
    };
    let changed = codes.into_iter().map(Into::into).collect();
    let entry = Entry { changed, ..Entry::created(TABLE, id, &owner.division_code) };
    // The entry names the fields; that purpose, note and all else stand as they were given, its digest attests.
    let entry = entry.about(owner.person_id).signed(row.digest()?);
    tx.apply(diesel::insert_into(reveals::table).values(row), entry).map(drop)
}

/// The digests of the rows after this id, at most `limit` of them by id, whatever the scope.
///
/// # Errors
/// The database refuses.
pub fn digests(reading: &mut Reading<'_>, after: Option<Id>, limit: i64) -> ApiResult<Vec<(Id, Hash)>> {
    let mut query = reveals::table.order(reveals::id).limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(reveals::id.gt(after));
    }
    let rows: Vec<Row> = query.select(Row::as_select()).load(reading.db)?;
    rows.iter().map(|row| Ok((row.id, row.digest()?))).collect()
}

fn shown(id: Id, person_id: Id, facts: CreatePerson, fields: &[RevealField]) -> Revealed {
    let asked = |field| fields.contains(&field);
    Revealed {
        id,
        person_id,
        name: asked(RevealField::Name).then_some(facts.name),
        birth_date: facts.birth_date.filter(|_| asked(RevealField::BirthDate)),
        id_number: facts.id_number.filter(|_| asked(RevealField::IdNumber)),
        phone: facts.phone.filter(|_| asked(RevealField::Phone)),
        household_address: facts.household_address.filter(|_| asked(RevealField::HouseholdAddress)),
        expires_in: SHOWN_FOR.num_seconds(),
    }
}

/// A page of those of one person, newest first, with the matter.
///
/// # Errors
/// 404 when the person is not in scope.
pub fn of_person(reading: &mut Reading<'_>, person_id: Id, paging: Paging) -> ApiResult<Page<Reveal>> {
    let owner = owner(reading, person_id)?;
    let filter = RevealFilter { person: Some(person_id), ..RevealFilter::default() };
    page(
        reading,
        || asked_for(&filter),
        paging,
        |row| {
            let secrets: Secrets = owner.key.open(TABLE, row.id, &row.sealed)?;
            Ok(secrets.note)
        },
    )
}

/// A page of those of the accounts of the caller's area, newest first. The matter, which may name somebody, is not told.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &RevealFilter, paging: Paging) -> ApiResult<Page<Reveal>> {
    let (from, to) = (reading.scope.from.clone(), reading.scope.to.clone());
    let in_area = || {
        let in_area = asked_for(filter).filter(reveals::division_code.ge(from.clone()));
        in_area.filter(reveals::division_code.lt(to.clone()))
    };
    page(reading, in_area, paging, |_| Ok(None))
}

fn asked_for(filter: &RevealFilter) -> Query {
    let mut query = reveals::table.into_boxed();
    if let Some(person) = filter.person {
        query = query.filter(reveals::person_id.eq(person));
    }
    if let Some(account) = filter.account {
        query = query.filter(reveals::account_id.eq(account));
    }
    if let Some(purpose) = filter.purpose {
        query = query.filter(reveals::purpose.eq(purpose.code()));
    }
    if let Some(from) = filter.from {
        query = query.filter(reveals::at.ge(beginning(from)));
    }
    if let Some(to) = filter.to {
        query = query.filter(reveals::at.lt(end(to)));
    }
    query
}

fn page(
    reading: &mut Reading<'_>,
    query: impl Fn() -> Query,
    paging: Paging,
    note: impl Fn(&Row) -> ApiResult<Option<String>>,
) -> ApiResult<Page<Reveal>> {
    let counted = query().select(reveals::id).limit(MOST_COUNTED + 1).load::<Id>(reading.db)?.len();
    let newest = query().order((reveals::at.desc(), reveals::id.desc())).select(Row::as_select());
    let rows: Vec<Row> = newest.limit(paging.per_page).offset(paging.offset()).load(reading.db)?;
    let names = names(reading, rows.iter().map(|row| row.account_id))?;
    let files = file_numbers(reading, rows.iter().map(|row| row.person_id))?;
    let items = rows.into_iter().map(|row| {
        let note = note(&row)?;
        told(row, note, &names, &files)
    });
    Ok(Page::new(items.collect::<ApiResult<_>>()?, i64::try_from(counted).unwrap_or(i64::MAX)))
}

fn told(row: Row, note: Option<String>, names: &HashMap<Id, String>, files: &HashMap<Id, String>) -> ApiResult<Reveal> {
    Ok(Reveal {
        id: row.id,
        person_id: row.person_id,
        file_no: files.get(&row.person_id).cloned(),
        at: row.at.and_utc(),
        account_id: row.account_id,
        name: names.get(&row.account_id).cloned().unwrap_or_default(),
        division_code: row.division_code,
        fields: row.fields.split(' ').map(RevealField::stored).collect::<ApiResult<_>>()?,
        purpose: RevealPurpose::stored(&row.purpose)?,
        note,
    })
}
