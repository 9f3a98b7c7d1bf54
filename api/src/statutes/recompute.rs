//! From the records of persons to their duties, and the ledger brought to them.
use chrono::NaiveDate;

use super::engine::facts::Facts;
use super::engine::{clean_on, duties};
use super::gather;
use super::store::{Shelf, shelf};
use crate::personnel;
use crate::platform::access::{Change, Reactor, Reading, Tx};
use crate::platform::clock;
use crate::platform::db::sql;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::tasks::{self, Differences, Duty, Owed};

/// Tables whose records duties follow from, beside the persons themselves; and the duties that people confirm.
const SOURCES: [&str; 11] = [
    "treatments",
    "tests",
    "visits",
    "leaves",
    "stays",
    "notices",
    "team_members",
    "assessments",
    "handovers",
    "transfers",
    tasks::TABLE_NAME,
];
/// Persons whose records are in memory at once.
const AT_ONCE: usize = 500;

/// Keeps the ledger of duties true: whoever writes a fact updates the person's duties in the same transaction.
pub struct DutyKeeper;

impl Reactor for DutyKeeper {
    fn react(&self, tx: &mut Tx<'_>, changes: &[Change]) -> ApiResult<()> {
        let mut persons: Vec<Id> = changes.iter().filter_map(person_of).collect();
        persons.sort_unstable();
        persons.dedup();
        recompute(tx, &persons, clock::today()).map(drop)
    }
}

/// Whose duties may follow from a change. Of a file just opened only some have any; its entry tells which.
fn person_of(change: &Change) -> Option<Id> {
    match change.subject_type {
        personnel::PERSONS if change.is_creation => change.about,
        personnel::PERSONS => Some(change.subject_id),
        source if SOURCES.contains(&source) => change.about,
        _ => None,
    }
}

/// Brings the duties of these persons to what they are on `as_of`.
///
/// # Errors
/// The database refuses.
pub fn recompute(tx: &mut Tx<'_>, persons: &[Id], as_of: NaiveDate) -> ApiResult<Differences> {
    let mut differences = Differences::default();
    for chunk in persons.chunks(AT_ONCE) {
        let shelf = shelf(tx)?;
        // Of two who write facts of one person at once, the second must see what the first wrote.
        sql::lock(tx.db, personnel::PERSONS, chunk)?;
        let owed = owed_by(tx, &shelf, chunk, as_of)?;
        differences = differences.and(tasks::sync(tx, &owed)?);
    }
    Ok(differences)
}

/// How the ledger differs from what it should be on `as_of`.
///
/// # Errors
/// The database refuses.
pub fn compare(reading: &mut Reading<'_>, persons: &[Id], as_of: NaiveDate) -> ApiResult<Differences> {
    let shelf = shelf(reading)?;
    compare_by(reading, &shelf, persons, as_of)
}

/// The same by other rules: what they would change.
///
/// # Errors
/// The database refuses.
pub fn compare_by(
    reading: &mut Reading<'_>,
    shelf: &Shelf,
    persons: &[Id],
    as_of: NaiveDate,
) -> ApiResult<Differences> {
    let mut differences = Differences::default();
    for chunk in persons.chunks(AT_ONCE) {
        let owed = owed_by(reading, shelf, chunk, as_of)?;
        differences = differences.and(tasks::compare(reading, &owed)?);
    }
    Ok(differences)
}

/// What is owed for these persons. Who is on file no more owes nothing.
pub(super) fn owed_by(
    reading: &mut Reading<'_>,
    shelf: &Shelf,
    persons: &[Id],
    as_of: NaiveDate,
) -> ApiResult<Vec<Owed>> {
    let roll = personnel::on_roll(reading, persons)?;
    let facts = gather::facts(reading, &roll)?;
    let of_these = roll.iter().zip(facts).map(|(person, facts)| {
        let (id, division) = (person.owner.person_id, person.owner.division_code.clone());
        Owed::of(id, division, person.case_worker_id, duties(&facts, &shelf.book, as_of), as_of)
    });
    let gone = persons.iter().filter(|id| !roll.iter().any(|person| person.owner.person_id == **id));
    Ok(of_these.chain(gone.map(|id| Owed::gone(*id, as_of))).collect())
}

/// What is known of a person, what was owed, and when three clean years are full.
pub struct Known {
    /// The facts.
    pub facts: Facts,
    /// The duties.
    pub duties: Vec<Duty>,
    /// The day, as things stand.
    pub clean_on: Option<NaiveDate>,
}

/// What is known of a person in scope, and what was owed by the end of `as_of`.
///
/// # Errors
/// 404 when the person is not in scope.
pub fn known(reading: &mut Reading<'_>, person_id: Id, as_of: NaiveDate) -> ApiResult<Known> {
    personnel::owner(reading, person_id)?;
    let shelf = shelf(reading)?;
    let roll = personnel::on_roll(reading, &[person_id])?;
    let facts = gather::facts(reading, &roll)?.pop().unwrap_or_default();
    let duties = duties(&facts, &shelf.book, as_of);
    let clean_on = clean_on(&facts, &shelf.book, as_of);
    Ok(Known { facts, duties, clean_on })
}
