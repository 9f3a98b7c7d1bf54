//! Reads the sealed order with what says who may see it.
use std::collections::HashSet;

use diesel::prelude::*;

use super::rules::{Change, SEALED, What};
use crate::events;
use crate::personnel;
use crate::platform::db::Queries;
use crate::platform::db::schema::journal;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::journal::{SealedChange, SealedEntry, Stretch, stretch};
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
    let (events, duties, persons) = concerned(&items);
    let clues = among(&events, |ids| events::clues_among(db, ids))?;
    let duties = among(&duties, |ids| tasks::about_persons(db, ids))?;
    let sealed = among(&persons, |ids| sealed_among(db, ids))?;
    let what = |change| match change {
        SealedChange::Head(head, note) => What::Head(head, note),
        SealedChange::Entry(entry) => What::Record {
            is_clue: clues.contains(&entry.subject_id),
            is_persons_duty: duties.contains(&entry.subject_id),
            is_of_sealed_file: person_of(&entry).is_some_and(|person| sealed.contains(&person)),
            entry,
        },
    };
    let items = items.into_iter().map(|(seq, change)| Change { seq, what: what(change) }).collect();
    Ok(Changes { items, reached, is_end })
}

/// The events, the duties and the persons that changes are about.
fn concerned(items: &[(i64, SealedChange)]) -> (Vec<Id>, Vec<Id>, Vec<Id>) {
    let (mut events, mut duties, mut persons) = (Vec::new(), Vec::new(), Vec::new());
    for (_, change) in items {
        let SealedChange::Entry(entry) = change else { continue };
        match entry.subject_type.as_str() {
            events::TABLE_NAME => events.push(entry.subject_id),
            tasks::TABLE_NAME => duties.push(entry.subject_id),
            _ => {}
        }
        persons.extend(person_of(entry));
    }
    (events, duties, persons)
}

fn person_of(entry: &SealedEntry) -> Option<Id> {
    if entry.subject_type == personnel::PERSONS { Some(entry.subject_id) } else { entry.about }
}

fn among(ids: &[Id], mut find: impl FnMut(&[Id]) -> ApiResult<Vec<Id>>) -> ApiResult<HashSet<Id>> {
    let distinct: HashSet<Id> = ids.iter().copied().collect();
    let distinct: Vec<Id> = distinct.into_iter().collect();
    let mut found = HashSet::new();
    for chunk in distinct.chunks(AT_ONCE) {
        found.extend(find(chunk)?);
    }
    Ok(found)
}

/// The persons whose files are sealed: the journal says so for good.
fn sealed_among(db: &mut Queries, persons: &[Id]) -> ApiResult<Vec<Id>> {
    let query = journal::table
        .filter(journal::subject_id.eq_any(persons.to_vec()))
        .filter(journal::subject_type.eq(personnel::PERSONS))
        .filter(journal::action.eq(SEALED));
    Ok(query.select(journal::subject_id).load(db)?)
}
