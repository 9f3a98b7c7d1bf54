//! The changes that webhooks tell of: those of the change feed, under the same numbers, as an area sees them that reads every kind of
//! record but neither clues nor whose duty a person's is.
use chrono::{DateTime, Utc};

use crate::exchange::feed;
use crate::platform::access::Reading;
use crate::platform::auth::{CAPABILITIES, CapabilitySet, FieldClasses, Scope};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::journal;

/// That a record changed, or came into the area or left it.
#[derive(Debug, Clone)]
pub struct Change {
    /// Its place in the feed.
    pub seq: i64,
    /// Kind of record and what happened: `personnel.updated`.
    pub event_type: String,
    /// The kind of record.
    pub subject_type: String,
    /// The record.
    pub subject_id: Id,
    /// Its version from then on.
    pub version: i64,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
}

/// The place up to which the feed goes now.
///
/// # Errors
/// The database refuses.
pub fn head(reading: &mut Reading<'_>) -> ApiResult<i64> {
    journal::reached(reading.db)
}

/// A place before the first change since an instant: what was done then was sealed a moment later.
///
/// # Errors
/// The database refuses.
pub fn before(reading: &mut Reading<'_>, at: DateTime<Utc>) -> ApiResult<i64> {
    journal::oldest_since(reading.db, at)
}

/// What `division` is told of the changes after a place, of so many at most, and the place up to which was looked.
///
/// # Errors
/// The database refuses.
pub fn after(reading: &mut Reading<'_>, division: &str, seq: i64, most: i64) -> ApiResult<(Vec<Change>, i64)> {
    let feed::Changes { items, reached, .. } = feed::changes_after(reading.db, seq, most)?;
    let scope = Scope::of_division(division, FieldClasses::default());
    let everything = CapabilitySet::of(CAPABILITIES.iter().copied());
    let shown = items.iter().filter_map(|change| feed::shown(change, &scope, everything));
    Ok((shown.filter_map(change).collect(), reached))
}

/// Heads of the journal are fetched from the feed.
fn change(item: feed::ChangeItem) -> Option<Change> {
    let feed::ChangeItem { seq, kind, occurred_at, subject, .. } = item;
    let feed::ChangedRecord { kind: subject_type, id: subject_id, version, .. } = subject?;
    Some(Change { seq, event_type: kind, subject_type, subject_id, version, occurred_at })
}
