//! Reads the sealed order with what says who may see it.
use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::related::Related;
use super::rules::{Change, LISTED, SEALED, UNLISTED, What};
use crate::events;
use crate::personnel;
use crate::platform::db::Queries;
use crate::platform::db::schema::journal;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::journal::{SealedChange, SealedEntry, Stretch, steps, stretch};
use crate::tasks;

/// Ids asked for with one statement.
const AT_ONCE: usize = 500;
/// Leaves read with one statement at most.
const MOST: i64 = 1000;

/// Changes after a place, whoever may see them.
#[derive(Debug)]
pub struct Changes {
    /// Changes and heads, in order.
    pub items: Vec<Change>,
    /// The place that was reached, which may lie behind the last item: to be asked for next.
    pub reached: i64,
    /// Whether nothing more was sealed.
    pub is_end: bool,
}

/// Changes and heads after a place (`BEGINNING` of the journal before the first) in the order all see, of at most `most` sealed
/// rows. It knows no caller: who may see which is for [`super::shown`] to say.
///
/// # Errors
/// The database refuses.
pub fn changes_after(db: &mut Queries, after: i64, most: i64) -> ApiResult<Changes> {
    let Stretch { items, reached, is_end } = stretch(db, after, most.clamp(1, MOST))?;
    let duties = among(subjects(&items, tasks::TABLE_NAME), |ids| tasks::about_persons(db, ids))?;
    let duties: HashMap<Id, Id> = duties.into_iter().collect();
    let clues: HashSet<Id> =
        among(subjects(&items, events::TABLE_NAME), |ids| events::clues_among(db, ids))?.into_iter().collect();
    let person_of = |entry: &SealedEntry| match entry.subject_type.as_str() {
        personnel::PERSONS => Some(entry.subject_id),
        // Whatever changes a duty, it is about whom it was given for.
        tasks::TABLE_NAME => duties.get(&entry.subject_id).copied(),
        _ => entry.about,
    };
    let persons = entries(&items).filter_map(person_of).collect();
    let sealed: HashSet<Id> = among(persons, |ids| sealed_among(db, ids))?.into_iter().collect();
    let related = Related::read(db, entries(&items))?;
    let off = off_lists(db, &items)?;
    let what = |change| match change {
        SealedChange::Head(head, note) => What::Head(head, note),
        SealedChange::Entry(entry) => {
            let about = person_of(&entry);
            What::Record {
                is_clue: clues.contains(&entry.subject_id),
                is_persons_duty: duties.contains_key(&entry.subject_id),
                is_of_sealed_file: about.is_some_and(|person| sealed.contains(&person)),
                is_off_lists: off.contains(&(entry.subject_id, entry.version)),
                related: related.to(&entry),
                entry: SealedEntry { about, ..entry },
            }
        }
    };
    let items = items.into_iter().map(|(seq, change)| Change { seq, what: what(change) }).collect();
    Ok(Changes { items, reached, is_end })
}

fn entries(items: &[(i64, SealedChange)]) -> impl Iterator<Item = &SealedEntry> {
    items.iter().filter_map(|(_, change)| match change {
        SealedChange::Entry(entry) => Some(entry),
        SealedChange::Head(..) => None,
    })
}

/// The records of one table that changes are about.
fn subjects(items: &[(i64, SealedChange)], table: &str) -> Vec<Id> {
    entries(items).filter(|entry| entry.subject_type == table).map(|entry| entry.subject_id).collect()
}

fn among<T>(ids: Vec<Id>, mut find: impl FnMut(&[Id]) -> ApiResult<Vec<T>>) -> ApiResult<Vec<T>> {
    let distinct: HashSet<Id> = ids.into_iter().collect();
    let distinct: Vec<Id> = distinct.into_iter().collect();
    let mut found = Vec::new();
    for chunk in distinct.chunks(AT_ONCE) {
        found.extend(find(chunk)?);
    }
    Ok(found)
}

/// The changes after which their records stand in no list, by record and version: the last step that says so took them off.
fn off_lists(db: &mut Queries, items: &[(i64, SealedChange)]) -> ApiResult<HashSet<(Id, i64)>> {
    let later: Vec<(Id, i64)> =
        entries(items).filter(|entry| entry.version > 1).map(|entry| (entry.subject_id, entry.version)).collect();
    let asked: Vec<&str> = UNLISTED.iter().chain(&LISTED).copied().collect();
    let found = among(later.iter().map(|(id, _)| *id).collect(), |ids| steps(db, ids, &asked))?;
    let mut of_record: HashMap<Id, Vec<(i64, bool)>> = HashMap::new();
    for (id, version, step) in found {
        of_record.entry(id).or_default().push((version, UNLISTED.contains(&step.as_str())));
    }
    let is_off = |(id, version): &(Id, i64)| {
        let steps = of_record.get(id).into_iter().flatten();
        let last = steps.filter(|(at, _)| at <= version).max_by_key(|(at, _)| *at);
        last.is_some_and(|(_, is_off)| *is_off)
    };
    Ok(later.into_iter().filter(is_off).collect())
}

/// The persons whose files are sealed: the journal says so for good.
fn sealed_among(db: &mut Queries, persons: &[Id]) -> ApiResult<Vec<Id>> {
    let query = journal::table
        .filter(journal::subject_id.eq_any(persons.to_vec()))
        .filter(journal::subject_type.eq(personnel::PERSONS))
        .filter(journal::action.eq(SEALED));
    Ok(query.select(journal::subject_id).load(db)?)
}
