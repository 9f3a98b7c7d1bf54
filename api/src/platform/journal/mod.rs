//! The journal: every write appends one entry in the same transaction. History, audit and the change feed are readings of it.
mod content;
mod cursor;
mod feed;
mod finding;
mod follow;
mod followers;
mod head;
mod key;
pub mod merkle;
mod seal;
mod store;
#[cfg(test)]
mod tests;
mod verify;

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

pub use self::cursor::Cursor;
pub use self::feed::{
    BEGINNING, Places, SealedChange, SealedEntry, Stretch, next_sealed_at, oldest_since, reached, steps, stretch,
};
pub use self::finding::Finding;
pub use self::follow::{Mark, mark, order_goes_on, position, subjects_since};
pub use self::followers::Followers;
pub use self::head::{Head, notes};
pub use self::key::JournalKey;
pub use self::seal::{keep_sealed, seal_all, seal_all_blocking};
pub(in crate::platform) use self::store::GroupRow;
use self::store::{EntryFields, NewEntryRow};
pub use self::verify::{Checked, Signed, verify};
use super::db::schema::journal;
use super::db::{Raw, sql};
use super::error::{ApiError, ApiResult};
use super::id::Id;

/// Who caused a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// A signed-in account.
    Account(Id),
    /// Someone at the server's own console, who holds its files.
    CommandLine,
    /// The system itself.
    System,
}

impl Author {
    fn kind(self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::CommandLine => "command_line",
            Self::System => "system",
        }
    }

    /// The account, if it was one.
    pub fn account_id(self) -> Option<Id> {
        match self {
            Self::Account(id) => Some(id),
            Self::CommandLine | Self::System => None,
        }
    }
}

/// What happened to one record: which, where, and the names (never the values) of the fields that changed.
#[derive(Debug, Clone)]
pub struct Entry {
    /// `created`, `updated`, `withdrawn` or a verb of the domain.
    pub action: &'static str,
    /// The record's table.
    pub subject_type: &'static str,
    /// The record.
    pub subject_id: Id,
    /// Its version after the change.
    pub version: i64,
    /// The division that manages it: who may follow the entry.
    pub division_code: String,
    /// Names of the fields that changed.
    pub changed: Vec<Cow<'static, str>>,
    /// Whose record it is, where it is not its own subject: what follows from the change follows for them.
    pub about: Option<Id>,
    /// Another division that sees the record while it stands so: the town that a transfer is addressed to.
    pub shared_with: Option<String>,
    /// SHA-256 of the record as it was signed, where it was: proof of more than that something changed.
    pub digest: Option<[u8; 32]>,
}

impl Entry {
    /// A record came to be, at version 1.
    pub fn created(subject_type: &'static str, subject_id: Id, division_code: &str) -> Self {
        Self {
            action: "created",
            subject_type,
            subject_id,
            version: 1,
            division_code: division_code.to_owned(),
            changed: Vec::new(),
            about: None,
            shared_with: None,
            digest: None,
        }
    }

    /// The record is one about this person or place.
    #[must_use]
    pub fn about(self, owner: Id) -> Self {
        Self { about: Some(owner), ..self }
    }

    /// The record is seen from this division too.
    #[must_use]
    pub fn shared_with(self, division_code: Option<&str>) -> Self {
        Self { shared_with: division_code.map(str::to_owned), ..self }
    }

    /// The record was signed as it stands, and this is the hash of it.
    #[must_use]
    pub fn signed(self, digest: [u8; 32]) -> Self {
        Self { digest: Some(digest), ..self }
    }

    /// Whether the record came to be with it.
    pub fn is_creation(&self) -> bool {
        self.version == 1
    }

    /// Fields of a record changed; `version` is the new one.
    pub fn updated(
        subject_type: &'static str,
        subject_id: Id,
        division_code: &str,
        version: i64,
        changed: Vec<Cow<'static, str>>,
    ) -> Self {
        Self { action: "updated", version, changed, ..Self::created(subject_type, subject_id, division_code) }
    }

    /// A record was withdrawn; `version` is the new one.
    pub fn withdrawn(subject_type: &'static str, subject_id: Id, division_code: &str, version: i64) -> Self {
        let entry = Self::updated(subject_type, subject_id, division_code, version, vec!["withdrawn_at".into()]);
        Self { action: "withdrawn", ..entry }
    }
}

/// Entries written with one statement: far below the number of parameters either database takes.
const MOST_AT_ONCE: usize = 500;

/// Who writes, when, in which request, and with which key.
#[derive(Clone, Copy)]
pub(in crate::platform) struct Pen<'a> {
    pub key: &'a JournalKey,
    pub author: Author,
    pub at: DateTime<Utc>,
    pub request_id: &'a str,
}

impl<'p> Pen<'p> {
    /// Appends one entry.
    ///
    /// # Errors
    /// The database refuses.
    pub fn append(self, db: &mut impl Raw, entry: &Entry) -> ApiResult<()> {
        sql::run_unjournalled(db, diesel::insert_into(journal::table).values(self.row(entry))).map(drop)
    }

    /// Appends many entries.
    ///
    /// # Errors
    /// The database refuses.
    pub fn append_all(self, db: &mut impl Raw, entries: &[Entry]) -> ApiResult<()> {
        for entries in entries.chunks(MOST_AT_ONCE) {
            let rows: Vec<_> = entries.iter().map(|entry| self.row(entry)).collect();
            sql::insert_unjournalled(db, journal::table, rows)?;
        }
        Ok(())
    }

    fn row<'a>(self, entry: &'a Entry) -> NewEntryRow<'a>
    where
        'p: 'a,
    {
        let changed = match entry.changed.as_slice() {
            [] => "[]".to_owned(),
            names => serde_json::to_string(names).unwrap_or_default(),
        };
        let fields = EntryFields {
            id: Id::new(),
            at: self.at.naive_utc(),
            actor_kind: self.author.kind(),
            actor_id: self.author.account_id(),
            action: entry.action,
            subject_type: entry.subject_type,
            subject_id: entry.subject_id,
            version: entry.version,
            division_code: &entry.division_code,
            changed: changed.into(),
            request_id: self.request_id,
            about_id: entry.about,
            shared_with: entry.shared_with.clone(),
            digest: entry.digest.map(Vec::from),
        };
        let mac = fields.content().tag(self.key).to_vec();
        NewEntryRow { fields, mac }
    }
}

/// Whether anybody but the system itself changed a record after `version`.
///
/// # Errors
/// The database refuses.
pub fn is_touched_by_people(db: &mut impl Raw, subject_id: Id, version: i64) -> ApiResult<bool> {
    let by_people: Option<Id> = journal::table
        .filter(journal::subject_id.eq(subject_id))
        .filter(journal::version.gt(version))
        .filter(journal::actor_kind.ne(Author::System.kind()))
        .select(journal::id)
        .first(db.raw())
        .optional()?;
    Ok(by_people.is_some())
}

/// Whether any of these actions was ever done to any of these records.
///
/// # Errors
/// The database refuses.
pub fn has_happened(db: &mut impl Raw, subjects: &[Id], actions: &[&'static str]) -> ApiResult<bool> {
    let done: Option<Id> = journal::table
        .filter(journal::subject_id.eq_any(subjects.to_vec()))
        .filter(journal::action.eq_any(actions.to_vec()))
        .select(journal::id)
        .first(db.raw())
        .optional()?;
    Ok(done.is_some())
}

/// Names of the fields of a record that changed after `version`, for a conflict's answer.
///
/// # Errors
/// The database refuses.
pub fn changed_since(db: &mut impl Raw, subject_id: Id, version: i64) -> ApiResult<Vec<String>> {
    let lists: Vec<String> = journal::table
        .filter(journal::subject_id.eq(subject_id))
        .filter(journal::version.gt(version))
        .select(journal::changed)
        .load(db.raw())?;
    let mut names = Vec::new();
    for list in lists {
        let list: Vec<String> = serde_json::from_str(&list).map_err(|error| ApiError::Internal(error.into()))?;
        names.extend(list);
    }
    names.sort();
    names.dedup();
    Ok(names)
}
