//! What the API documents about changes.
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::discloses;
use crate::platform::http::from_text;
use crate::platform::id::Id;

/// Changes as a follower sees them, in the order that all followers see.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangePage {
    /// Where to go on from: to be sent as `after`. It is given even where there are no items, so that nothing that a filter
    /// passes over is read twice.
    #[schema(example = "AAAAAAAAAFIEqQk8bFYqB2Hk7mI9gPZbMC0mBk0mPqI")]
    pub cursor: String,
    /// Changes, the oldest first.
    pub items: Vec<ChangeItem>,
    /// Whether nothing more was there.
    pub is_end: bool,
}

/// A change of one record, or a head of the journal that was signed at this place. It names fields and never says what stood or
/// stands in them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChangeItem {
    /// Its place in the order: it grows, and numbers are left out.
    #[schema(example = 1087)]
    pub seq: i64,
    /// The same for everyone and each time: whoever gets it twice knows by it.
    pub id: Id,
    /// The kind of record and what happened to it: `personnel.updated`, `inspections.signed`, `premises.merged`. `entered_scope` and
    /// `left_scope` say that the record came into the caller's area or left it; `journal.head` is a head of the journal.
    #[serde(rename = "type")]
    #[schema(example = "inspections.signed")]
    pub kind: String,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// The record that changed; none with a head.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<ChangedRecord>,
    /// Names of the fields that changed. With `entered_scope` there are none: all of it is new.
    pub changed: Vec<String>,
    /// The head that was signed; none with a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<FeedHead>,
}

// As whoever reads the journal: that a record changed, and of no person more than an id.
discloses!(nobody: ChangeItem, ChangePage);

/// A record that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChangedRecord {
    /// The kind of record.
    #[serde(rename = "type")]
    #[schema(example = "inspections")]
    pub kind: String,
    /// The record.
    pub id: Id,
    /// Its version after the change.
    pub version: i64,
    /// Whether lists have it after the change. Where they do not, whatever is kept of it, and of what hangs on it, is to be
    /// thrown away: it was withdrawn, merged, sealed, or is no longer the caller's.
    pub is_listed: bool,
    /// The person it is a record of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person_id: Option<Id>,
    /// Other records it goes with: of a place that was merged (`premises.merged`) the one it went into, of the frozen list of a
    /// round the round, of a line of it the round and the place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RelatedRecord>,
}

/// A record that a change names beside its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RelatedRecord {
    /// The kind of record.
    #[serde(rename = "type")]
    #[schema(example = "premises")]
    pub kind: String,
    /// The record.
    pub id: Id,
}

impl RelatedRecord {
    /// A record of this table.
    pub fn of(table: &str, id: Id) -> Self {
        Self { kind: table.to_owned(), id }
    }
}

/// A signed head of the journal, over all that came before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FeedHead {
    /// The how-manieth head it is.
    pub number: u64,
    /// Leaves it is over.
    pub size: u64,
    /// Root of the Merkle tree over them, in hexadecimal.
    #[schema(example = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    pub root: String,
    /// The head as a signed note: what to keep.
    pub note: String,
}

/// Which changes.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeFilter {
    /// The cursor of the answer or snapshot before. Without one the feed begins with the oldest change that is kept. A cursor
    /// is good for 90 days (410 `feed.cursor_expired`), and as long as the caller sees what it saw then (410
    /// `feed.view_changed`): begin with a snapshot again.
    #[validate(length(max = 100))]
    #[param(max_length = 100)]
    pub after: Option<String>,
    /// Kinds of records or of changes, separated by commas: `premises,inspections.signed,journal.head`.
    #[validate(length(max = 1000))]
    #[param(max_length = 1000)]
    pub types: Option<String>,
    /// Items at most.
    #[validate(range(min = 1, max = 500))]
    #[param(minimum = 1, maximum = 500, default = 100)]
    #[serde(deserialize_with = "from_text")]
    pub limit: Option<i64>,
    /// Seconds to wait where there is nothing yet.
    #[validate(range(min = 0, max = 30))]
    #[param(minimum = 0, maximum = 30, default = 0)]
    #[serde(deserialize_with = "from_text")]
    pub wait: Option<i64>,
}

/// Of which kinds of records.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct SnapshotFilter {
    /// Kinds of records, separated by commas; all that the caller may read where there are none.
    #[validate(length(max = 1000))]
    #[param(max_length = 1000)]
    pub types: Option<String>,
}

/// The first line of a snapshot.
#[derive(Debug, Serialize)]
pub struct SnapshotStart {
    /// Where the feed goes on from this snapshot.
    pub cursor: String,
}

/// A line of a snapshot: a record that lists have.
#[derive(Debug, Serialize)]
pub struct SnapshotLine {
    /// The kind of record.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The record.
    pub id: Id,
    /// Its version.
    pub version: i64,
}
