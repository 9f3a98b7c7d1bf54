//! The changes that webhooks tell of: the entries of the journal in the order the sealer put them into, which has no gap that
//! could fill later. A change is numbered by its leaf in the tree, from 1.
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::max;
use diesel::prelude::*;

use crate::platform::access::Reading;
use crate::platform::db::schema::{journal, journal_order};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// Records of the machinery itself: nobody is told of them, least of all by it.
const OWN: [&str; 3] = ["webhooks", "webhook_hosts", "accounts"];

/// That a record changed.
#[derive(Debug, Clone)]
pub struct Change {
    /// Its number.
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
    /// The division that manages the record.
    pub division_code: String,
}

/// The number of the newest change that is in its place.
///
/// # Errors
/// The database refuses.
pub fn head(reading: &mut Reading<'_>) -> ApiResult<i64> {
    let last: Option<i64> = journal_order::table.select(max(journal_order::position)).get_result(reading.db)?;
    Ok(last.map_or(0, |position| position + 1))
}

/// The number of the last change before an instant.
///
/// # Errors
/// The database refuses.
pub fn before(reading: &mut Reading<'_>, at: DateTime<Utc>) -> ApiResult<i64> {
    let joined = journal_order::table.inner_join(journal::table.on(journal::id.eq(journal_order::record_id)));
    let since = joined.filter(journal::at.ge(at.naive_utc())).order(journal_order::position.asc());
    let first: Option<i64> = since.select(journal_order::position).first(reading.db).optional()?;
    first.map_or_else(|| head(reading), Ok)
}

/// The changes after a number, so many at most, and the number up to which was looked.
///
/// # Errors
/// The database refuses.
pub fn after(reading: &mut Reading<'_>, seq: i64, most: i64) -> ApiResult<(Vec<Change>, i64)> {
    let reached = head(reading)?.min(seq.saturating_add(most));
    let joined = journal_order::table.inner_join(journal::table.on(journal::id.eq(journal_order::record_id)));
    let rows: Vec<(i64, String, String, Id, i64, NaiveDateTime, String)> = joined
        .filter(journal_order::kind.eq("entry"))
        .filter(journal_order::position.ge(seq))
        .filter(journal_order::position.lt(reached))
        .filter(journal::subject_type.ne_all(OWN.to_vec()))
        .order(journal_order::position.asc())
        .select((
            journal_order::position,
            journal::action,
            journal::subject_type,
            journal::subject_id,
            journal::version,
            journal::at,
            journal::division_code,
        ))
        .load(reading.db)?;
    let change = |(position, action, subject_type, subject_id, version, at, division_code)| {
        let (at, action): (NaiveDateTime, String) = (at, action);
        let event_type = format!("{subject_type}.{action}");
        let (seq, occurred_at) = (position + 1, at.and_utc());
        Change { seq, event_type, subject_type, subject_id, version, occurred_at, division_code }
    };
    Ok((rows.into_iter().map(change).collect(), reached.max(seq)))
}
