//! What the API documents about evidence.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::discloses;
use crate::platform::id::Id;

/// A signed head of the journal: whoever keeps it can show later that nothing before it was changed or taken away.
#[derive(Debug, Serialize, ToSchema)]
pub struct JournalHead {
    /// Entries and groups of access lines it is over.
    #[schema(example = 1087)]
    pub size: i64,
    /// The how-manieth head it is.
    pub number: i64,
    /// Root of the Merkle tree over them (RFC 9162, SHA-256), in hexadecimal.
    #[schema(example = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    pub root: String,
    /// When it was signed.
    pub signed_at: DateTime<Utc>,
    /// The head as a signed note (C2SP `tlog-checkpoint`): name of the journal, size, root, number and time, signature. This is
    /// what to keep; `jindu verify --heads` reads it.
    pub note: String,
}

discloses!(nobody: JournalHead, JournalKeyAnswer, Consistency);

/// What checks the signatures of heads.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JournalKey)]
pub struct JournalKeyAnswer {
    /// The name of the journal, as in the notes.
    #[schema(example = "jindu-0123456789abcdef")]
    pub name: String,
    /// The public key (Ed25519), in Base64.
    pub public_key: String,
}

/// That the tree of an earlier head is the beginning of a later one: RFC 9162, 2.1.4.
#[derive(Debug, Serialize, ToSchema)]
pub struct Consistency {
    /// Size of the earlier tree.
    pub from: i64,
    /// Size of the later one.
    pub to: i64,
    /// Root of the later tree, in hexadecimal.
    pub root: String,
    /// The nodes that prove it, in hexadecimal.
    pub path: Vec<String>,
}

/// Which heads.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct HeadFilter {
    /// Heads over more than so many; the first that one does not have yet comes first.
    #[validate(range(min = 0))]
    #[param(minimum = 0)]
    pub after: i64,
}

/// Which two trees.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct ConsistencyFilter {
    /// Size of the head one keeps; the empty tree is the beginning of every other.
    #[validate(range(min = 0))]
    #[param(minimum = 0)]
    pub from: i64,
    /// Size of a later head; the newest one's when absent.
    #[validate(range(min = 0))]
    #[param(minimum = 0)]
    pub to: Option<i64>,
}

/// An entry of the journal: who changed which record, when, and which fields; never what stood in them.
#[derive(Debug, Serialize, ToSchema)]
pub struct JournalEntry {
    /// Its id.
    pub id: Id,
    /// When.
    pub at: DateTime<Utc>,
    /// `account`, `command_line` or `system`.
    #[schema(example = "account")]
    pub actor_kind: String,
    /// The account.
    pub account_id: Option<Id>,
    /// Its name.
    pub username: Option<String>,
    /// `created`, `updated`, `withdrawn` or a verb of the domain.
    #[schema(example = "updated")]
    pub action: String,
    /// The record's table.
    #[schema(example = "inspections")]
    pub subject_type: String,
    /// The record.
    pub subject_id: Id,
    /// Its version after the change.
    pub version: i64,
    /// The division that manages it.
    pub division_code: String,
    /// Names of the fields that changed.
    pub changed: Vec<String>,
    /// Hash of what was signed, in hexadecimal, where something was.
    pub digest: Option<String>,
}

// Who reads the journal learns that a record changed, and of no person more than an id.
discloses!(nobody: JournalEntry);

/// Which entries of the journal. They come newest first.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct EntryFilter {
    /// About this record.
    pub subject: Option<Id>,
    /// Caused by this account.
    pub account: Option<Id>,
    /// First day (Asia/Shanghai).
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}
