//! The sealed order as followers read it: changes and signed heads, each in the place where it was sealed. What is not sealed
//! yet is in no order, and is not read: so nothing can come to stand before what was read, however late it is committed.
//!
//! The leaf at position `p` has the place `2p`, the head over `s` leaves the place `2s - 1`, right behind the last of them.
use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::head::Head;
use super::store::{EntryRow, HeadRow, entries_of, heads_from, newest, ordered_from};
use crate::platform::db::Raw;
use crate::platform::db::schema::{journal, journal_heads};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;

/// The place before the first change.
pub const BEGINNING: i64 = -1;
/// Entries whose predecessors are read with one statement: two parameters each.
const AT_ONCE: usize = 500;

/// Divisions that see a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The division that manages it.
    pub division_code: String,
    /// Another one that sees it.
    pub shared_with: Option<String>,
}

/// A change as it was sealed.
#[derive(Debug, Clone)]
pub struct SealedEntry {
    /// The entry's id.
    pub id: Id,
    /// When the change was made.
    pub at: DateTime<Utc>,
    /// `created`, `updated`, `withdrawn` or a verb of the domain.
    pub action: String,
    /// The record's table.
    pub subject_type: String,
    /// The record.
    pub subject_id: Id,
    /// Its version after the change.
    pub version: i64,
    /// Names of the fields that changed.
    pub changed: Vec<String>,
    /// Whose record it is, where it is not its own subject.
    pub about: Option<Id>,
    /// Who sees the record after the change.
    pub after: Places,
    /// Who saw it before; none where it came to be with it.
    pub before: Option<Places>,
}

/// What was sealed at one place.
#[derive(Debug, Clone)]
pub enum SealedChange {
    /// A change.
    Entry(SealedEntry),
    /// A head, and its note as it was signed.
    Head(Head, String),
}

/// A stretch of the feed.
#[derive(Debug)]
pub struct Stretch {
    /// Changes and heads with their places, in order. Access lines are no changes and are passed over.
    pub items: Vec<(i64, SealedChange)>,
    /// The place that was reached: the next stretch begins after it.
    pub reached: i64,
    /// Whether nothing more was sealed then.
    pub is_end: bool,
}

/// The position of the first leaf after a place.
fn next_leaf(after: i64) -> i64 {
    (after + 2).div_euclid(2)
}

/// The size of the first head after a place.
fn next_head(after: i64) -> i64 {
    (after + 1).div_euclid(2) + 1
}

/// What was sealed after a place: at most so many leaves, and the heads over them.
///
/// # Errors
/// The database refuses.
pub fn stretch(db: &mut impl Raw, after: i64, most: i64) -> ApiResult<Stretch> {
    let leaves = ordered_from(db, next_leaf(after), most)?;
    let is_end = i64::try_from(leaves.len()).unwrap_or(most) < most;
    let edge = leaves.last().map_or(next_leaf(after), |leaf| leaf.position + 1);
    // Leaves and their head are committed together: whoever sees those sees this. What was sealed since belongs to later ones.
    let mut heads = heads_from(db, next_head(after), edge - next_head(after) + 1)?;
    heads.retain(|head| head.size <= edge);
    let entries = entries_of(db, &leaves)?;
    let before = before(db, &entries)?;
    let mut entries: HashMap<Id, EntryRow> = entries.into_iter().map(|entry| (entry.id, entry)).collect();
    let mut items = Vec::with_capacity(leaves.len() + heads.len());
    for leaf in &leaves {
        if let Some(row) = entries.remove(&leaf.record_id) {
            let before = before.get(&(row.subject_id, row.version - 1)).cloned();
            items.push((2 * leaf.position, SealedChange::Entry(entry(row, before)?)));
        }
    }
    let reached = leaves.last().map_or(after, |leaf| 2 * leaf.position);
    let reached = heads.last().map_or(reached, |head| reached.max(2 * head.size - 1));
    for row in heads {
        let place = 2 * row.size - 1;
        let head = row
            .head()
            .ok_or_else(|| ApiError::Internal("a head of the journal was damaged; run `jindu verify`".into()))?;
        items.push((place, SealedChange::Head(head, row.note)));
    }
    items.sort_by_key(|(place, _)| *place);
    Ok(Stretch { items, reached, is_end })
}

fn entry(row: EntryRow, before: Option<Places>) -> ApiResult<SealedEntry> {
    let changed = serde_json::from_str(&row.changed).map_err(|error| ApiError::Internal(error.into()))?;
    Ok(SealedEntry {
        id: row.id,
        at: row.at.and_utc(),
        action: row.action,
        subject_type: row.subject_type,
        subject_id: row.subject_id,
        version: row.version,
        changed,
        about: row.about_id,
        after: Places { division_code: row.division_code, shared_with: row.shared_with },
        before,
    })
}

/// Who saw each record before its entry: the entry of the version before says it, for each version has one.
fn before(db: &mut impl Raw, entries: &[EntryRow]) -> ApiResult<HashMap<(Id, i64), Places>> {
    let mut found = HashMap::new();
    let later: Vec<&EntryRow> = entries.iter().filter(|entry| entry.version > 1).collect();
    for chunk in later.chunks(AT_ONCE) {
        let subjects: Vec<Id> = chunk.iter().map(|entry| entry.subject_id).collect();
        let versions: Vec<i64> = chunk.iter().map(|entry| entry.version - 1).collect();
        let rows: Vec<(Id, i64, String, Option<String>)> = journal::table
            .filter(journal::subject_id.eq_any(subjects))
            .filter(journal::version.eq_any(versions))
            .select((journal::subject_id, journal::version, journal::division_code, journal::shared_with))
            .load(db.raw())?;
        let places = |(id, version, division_code, shared_with)| ((id, version), Places { division_code, shared_with });
        found.extend(rows.into_iter().map(places));
    }
    Ok(found)
}

/// Steps of these kinds in the lives of records: the record, its version after the step, and the step.
///
/// # Errors
/// The database refuses.
pub fn steps(db: &mut impl Raw, subjects: &[Id], actions: &[&'static str]) -> ApiResult<Vec<(Id, i64, String)>> {
    let query = journal::table
        .filter(journal::subject_id.eq_any(subjects.to_vec()))
        .filter(journal::action.eq_any(actions.to_vec()));
    Ok(query.select((journal::subject_id, journal::version, journal::action)).load(db.raw())?)
}

/// The place that was reached so far.
///
/// # Errors
/// The database refuses.
pub fn reached(db: &mut impl Raw) -> ApiResult<i64> {
    Ok(2 * newest(db)?.size - 1)
}

/// When what comes next after a place was sealed; none where nothing does.
///
/// # Errors
/// The database refuses.
pub fn next_sealed_at(db: &mut impl Raw, after: i64) -> ApiResult<Option<DateTime<Utc>>> {
    let next = heads_from(db, next_head(after), 1)?;
    Ok(next.first().map(|head: &HeadRow| head.signed_at.and_utc()))
}

/// The place after which everything was sealed at this instant or later.
///
/// # Errors
/// The database refuses.
pub fn oldest_since(db: &mut impl Raw, since: DateTime<Utc>) -> ApiResult<i64> {
    let earlier = journal_heads::table.filter(journal_heads::signed_at.lt(since.naive_utc()));
    let size: Option<i64> =
        earlier.order(journal_heads::size.desc()).select(journal_heads::size).first(db.raw()).optional()?;
    Ok(size.map_or(BEGINNING, |size| 2 * size - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_and_heads_take_turns_at_their_places() {
        // Before the first leaf, after the leaf at position 4, after the head over 5 leaves.
        assert_eq!([BEGINNING, 8, 9].map(next_leaf), [0, 5, 5]);
        assert_eq!([BEGINNING, 8, 9].map(next_head), [1, 5, 6]);
    }
}
