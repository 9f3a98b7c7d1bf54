//! From the records of persons to their duties, and the ledger brought to them.
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::engine::duties;
use super::engine::facts::{Episode, Facts, HandoverFact, LeaveFact, TestFact};
use super::store::{Shelf, shelf};
use crate::personnel::{self, Leave, Owner, Test, Treatment};
use crate::platform::access::{Change, Reactor, Reading, Tx};
use crate::platform::clock;
use crate::platform::db::sql;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::tasks::{self, Differences, Duty, Owed};

/// Tables whose records duties follow from, beside the persons themselves; and the duties that people confirm.
const SOURCES: [&str; 5] = ["treatments", "tests", "leaves", "handovers", tasks::TABLE_NAME];
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

/// Whose duties may follow from a change. A person just registered has none yet; a record under them tells by itself.
fn person_of(change: &Change) -> Option<Id> {
    match change.subject_type {
        personnel::PERSONS if change.is_creation => None,
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
fn owed_by(reading: &mut Reading<'_>, shelf: &Shelf, persons: &[Id], as_of: NaiveDate) -> ApiResult<Vec<Owed>> {
    let (owners, workers): (Vec<Owner>, Vec<Option<Id>>) =
        personnel::owners_among(reading, persons)?.into_iter().unzip();
    let facts = facts(reading, &owners)?;
    let of_owners = owners.iter().zip(workers).zip(facts).map(|((owner, assignee_id), facts)| Owed {
        subject_id: owner.person_id,
        division_code: Some(owner.division_code.clone()),
        assignee_id,
        duties: duties(&facts, &shelf.book, as_of),
    });
    let gone = persons.iter().filter(|id| !owners.iter().any(|owner| owner.person_id == **id));
    let gone = gone.map(|id| Owed { subject_id: *id, division_code: None, assignee_id: None, duties: Vec::new() });
    Ok(of_owners.chain(gone).collect())
}

/// What is known of a person in scope, and what was owed by the end of `as_of`.
///
/// # Errors
/// 404 when the person is not in scope.
pub fn known_and_owed(reading: &mut Reading<'_>, person_id: Id, as_of: NaiveDate) -> ApiResult<(Facts, Vec<Duty>)> {
    let owner = personnel::owner(reading, person_id)?;
    let shelf = shelf(reading)?;
    let facts = facts(reading, &[owner])?.pop().unwrap_or_default();
    let duties = duties(&facts, &shelf.book, as_of);
    Ok((facts, duties))
}

/// The facts of each of these persons, in their order.
fn facts(reading: &mut Reading<'_>, owners: &[Owner]) -> ApiResult<Vec<Facts>> {
    let mut episodes: BTreeMap<Id, Vec<Episode>> = BTreeMap::new();
    for treatment in personnel::treatments_of(reading, owners)? {
        episodes.entry(treatment.person_id).or_default().push(episode(treatment));
    }
    // Who was never under a measure owes nothing, however often they were tested.
    let under: Vec<&Owner> = owners.iter().filter(|owner| episodes.contains_key(&owner.person_id)).collect();
    let mut tests: BTreeMap<Id, Vec<TestFact>> = BTreeMap::new();
    for test in personnel::tests_of(reading, under.iter().copied())? {
        tests.entry(test.person_id).or_default().push(test_fact(&test));
    }
    let mut leaves: BTreeMap<Id, Vec<LeaveFact>> = BTreeMap::new();
    for leave in personnel::leaves_of(reading, under.iter().copied())? {
        leaves.entry(leave.person_id).or_default().push(leave_fact(&leave));
    }
    let mut handovers: BTreeMap<Id, Vec<HandoverFact>> = BTreeMap::new();
    for handover in personnel::handovers_of(reading, under.iter().copied())? {
        let (id, facts) = (handover.id, handover.facts);
        let fact = HandoverFact { id, reason: facts.reason, receipt_on: facts.receipt_on };
        handovers.entry(handover.person_id).or_default().push(fact);
    }
    let ids: Vec<Id> = under.iter().map(|owner| owner.person_id).collect();
    let confirmed = tasks::confirmed(reading, &ids)?;
    Ok(owners
        .iter()
        .map(|owner| {
            let episodes = episodes.remove(&owner.person_id).unwrap_or_default();
            let of_these = |episode_id: &Id| episodes.iter().any(|episode| episode.id == *episode_id);
            let confirmed = confirmed.iter().filter(|(which, _)| of_these(&which.episode_id));
            let confirmed = confirmed.map(|(which, on)| (which.clone(), *on)).collect();
            let id = &owner.person_id;
            Facts {
                episodes,
                tests: tests.remove(id).unwrap_or_default(),
                leaves: leaves.remove(id).unwrap_or_default(),
                handovers: handovers.remove(id).unwrap_or_default(),
                confirmed,
            }
        })
        .collect())
}

fn episode(treatment: Treatment) -> Episode {
    let facts = treatment.facts;
    Episode {
        id: treatment.id,
        kind: facts.kind,
        state: facts.state,
        received_on: facts.received_on,
        reported_in_on: facts.reported_in_on,
        agreement_signed_on: facts.agreement_signed_on,
        term_ends_on: facts.term_ends_on,
        ended_on: facts.ended_on,
        suspended: facts.suspended_periods.iter().map(|period| (period.suspended_on, period.resumed_on)).collect(),
    }
}

fn test_fact(test: &Test) -> TestFact {
    let facts = &test.facts;
    TestFact { id: test.id, on: facts.tested_on, result: facts.result, has_document: facts.document_no.is_some() }
}

fn leave_fact(leave: &Leave) -> LeaveFact {
    let facts = &leave.facts;
    LeaveFact {
        id: leave.id,
        state: facts.state,
        left_on: facts.left_on,
        due_back_on: facts.due_back_on,
        back_on: facts.back_on,
    }
}
