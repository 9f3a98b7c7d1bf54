//! The rows of the proof: entries and access groups as they are hashed, their sealed order, the heads.
mod queries;

use std::borrow::Cow;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

pub(super) use self::queries::{
    Which, all_ids, entries_of, heads_from, newest, ordered_from, records_of, rows_in_all, sealed_ids, told_digests,
    unsealed,
};
use super::content::Content;
use super::head::Head;
use super::key::{JournalKey, Tag};
use super::merkle::{Frontier, Hash, leaf};
use crate::platform::db::Backend;
use crate::platform::db::schema::{access_groups, journal, journal_heads, journal_order};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;

/// What a leaf of the tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A change.
    Entry,
    /// Access lines that were recorded together.
    Access,
}

impl Kind {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Access => "access",
        }
    }
}

/// An entry as it is stored.
#[derive(Queryable, Selectable)]
#[diesel(table_name = journal, check_for_backend(Backend))]
pub(super) struct EntryRow {
    pub id: Id,
    pub at: NaiveDateTime,
    pub actor_kind: String,
    pub actor_id: Option<Id>,
    pub action: String,
    pub subject_type: String,
    pub subject_id: Id,
    pub version: i64,
    pub division_code: String,
    pub changed: String,
    pub request_id: String,
    pub about_id: Option<Id>,
    pub shared_with: Option<String>,
    pub digest: Option<Vec<u8>>,
    pub mac: Vec<u8>,
}

impl EntryRow {
    /// all fields but the tag.
    pub fn content(&self) -> Content {
        let fields = EntryFields {
            id: self.id,
            at: self.at,
            actor_kind: &self.actor_kind,
            actor_id: self.actor_id,
            action: &self.action,
            subject_type: &self.subject_type,
            subject_id: self.subject_id,
            version: self.version,
            division_code: &self.division_code,
            changed: self.changed.as_str().into(),
            request_id: &self.request_id,
            about_id: self.about_id,
            shared_with: self.shared_with.clone(),
            digest: self.digest.clone(),
        };
        fields.content()
    }
}

// Absent values are written as NULL, not left out: one form of the statement, which stays prepared.
/// The fields of an entry.
#[derive(Insertable)]
#[diesel(table_name = journal, treat_none_as_default_value = false)]
pub(super) struct EntryFields<'a> {
    pub id: Id,
    pub at: NaiveDateTime,
    pub actor_kind: &'a str,
    pub actor_id: Option<Id>,
    pub action: &'a str,
    pub subject_type: &'a str,
    pub subject_id: Id,
    pub version: i64,
    pub division_code: &'a str,
    pub changed: Cow<'a, str>,
    pub request_id: &'a str,
    pub about_id: Option<Id>,
    pub shared_with: Option<String>,
    pub digest: Option<Vec<u8>>,
}

impl EntryFields<'_> {
    /// All of them. What entries did not say from the beginning is left out where there is none, and named by the kind of the
    /// content where there is: entries of before keep their tags.
    pub fn content(&self) -> Content {
        let says_more = self.about_id.is_some() || self.shared_with.is_some();
        let content = Content::of(if says_more { "jindu entry 2" } else { "jindu entry 1" });
        let content = content
            .id(self.id)
            .instant(self.at)
            .text(self.actor_kind)
            .optional(self.actor_id.as_ref().map(|id| &id.as_bytes()[..]))
            .text(self.action)
            .text(self.subject_type)
            .id(self.subject_id)
            .number(self.version)
            .text(self.division_code)
            .text(&self.changed)
            .text(self.request_id)
            .optional(self.digest.as_deref());
        if !says_more {
            return content;
        }
        content
            .optional(self.about_id.as_ref().map(|id| &id.as_bytes()[..]))
            .optional(self.shared_with.as_deref().map(str::as_bytes))
    }
}

/// An entry to be written.
#[derive(Insertable)]
#[diesel(table_name = journal, treat_none_as_default_value = false)]
pub(super) struct NewEntryRow<'a> {
    #[diesel(embed)]
    pub fields: EntryFields<'a>,
    pub mac: Vec<u8>,
}

/// Access lines that were recorded together, as they are stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = access_groups, check_for_backend(Backend))]
pub(in crate::platform) struct GroupRow {
    pub id: Id,
    pub at: NaiveDateTime,
    pub lines: String,
    pub mac: Vec<u8>,
}

impl GroupRow {
    /// A group of now.
    pub fn new(key: &JournalKey, at: DateTime<Utc>, lines: String) -> Self {
        let mut row = Self { id: Id::new(), at: at.naive_utc(), lines, mac: Vec::new() };
        row.mac = row.content().tag(key).to_vec();
        row
    }

    pub(super) fn content(&self) -> Content {
        Content::of("jindu access 1").id(self.id).instant(self.at).text(&self.lines)
    }
}

/// A row that is or will be a leaf.
pub(super) struct Sealable {
    pub kind: Kind,
    pub id: Id,
    /// The number of the row on SQLite, the transaction that wrote it on PostgreSQL.
    pub key: i64,
    pub content: Content,
    pub tag: Vec<u8>,
}

impl Sealable {
    fn entry((row, key): (EntryRow, i64)) -> Self {
        Self { kind: Kind::Entry, id: row.id, key, content: row.content(), tag: row.mac }
    }

    fn group((row, key): (GroupRow, i64)) -> Self {
        Self { kind: Kind::Access, id: row.id, key, content: row.content(), tag: row.mac }
    }

    /// Its leaf: the tag is part of it.
    pub fn leaf(self) -> Hash {
        leaf(&self.content.bytes(&self.tag).done())
    }

    /// Whether it was made with the key.
    pub fn is_tagged(&self, key: &JournalKey) -> bool {
        self.content.tag(key)[..] == self.tag[..]
    }
}

/// A leaf in its place.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = journal_order, check_for_backend(Backend))]
pub(super) struct OrderRow {
    pub position: i64,
    pub kind: String,
    pub record_id: Id,
    pub record_key: i64,
    pub leaf: Vec<u8>,
    pub mac: Vec<u8>,
}

impl OrderRow {
    /// The tag on a leaf in its place, which binds it to all before it.
    pub fn tag(&self, key: &JournalKey, before: &[u8]) -> Tag {
        Content::of("jindu order 1")
            .number(self.position)
            .text(&self.kind)
            .id(self.record_id)
            .number(self.record_key)
            .bytes(&self.leaf)
            .bytes(before)
            .tag(key)
    }
}

/// A head with what the sealer needs to go on.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = journal_heads, check_for_backend(Backend))]
pub(super) struct HeadRow {
    pub size: i64,
    pub number: i64,
    pub root: Vec<u8>,
    pub frontier: Vec<u8>,
    pub last_mac: Vec<u8>,
    pub entries: i64,
    pub entry_key: i64,
    pub entry_id: Id,
    pub access_key: i64,
    pub access_id: Id,
    pub signed_at: NaiveDateTime,
    pub note: String,
}

impl HeadRow {
    /// Before the first leaf.
    pub fn none() -> Self {
        let nothing = Id::from_bytes([0; 16]);
        Self {
            size: 0,
            number: 0,
            root: Vec::new(),
            frontier: Vec::new(),
            last_mac: vec![0; super::key::TAG_BYTES],
            entries: 0,
            entry_key: 0,
            entry_id: nothing,
            access_key: 0,
            access_id: nothing,
            signed_at: NaiveDateTime::default(),
            note: String::new(),
        }
    }

    /// The right edge of the tree it is the head of.
    pub fn frontier(&self) -> ApiResult<Frontier> {
        let size = u64::try_from(self.size).unwrap_or_default();
        Frontier::stored(size, &self.frontier)
            .ok_or_else(|| ApiError::Internal("the newest head of the journal was damaged; run `jindu verify`".into()))
    }

    /// What it says, unchecked.
    pub fn head(&self) -> Option<Head> {
        let root = self.root.as_slice().try_into().ok()?;
        let (size, number) = (u64::try_from(self.size).ok()?, u64::try_from(self.number).ok()?);
        Some(Head { size, root, number, signed_at: self.signed_at.and_utc() })
    }

    /// One more row was sealed.
    pub fn pass(&mut self, row: &Sealable) {
        self.size += 1;
        match row.kind {
            Kind::Entry => (self.entry_key, self.entry_id, self.entries) = (row.key, row.id, self.entries + 1),
            Kind::Access => (self.access_key, self.access_id) = (row.key, row.id),
        }
    }

    /// How far it has come in each table.
    pub fn reach(&self) -> (i64, i64, Id, i64, Id) {
        (self.entries, self.entry_key, self.entry_id, self.access_key, self.access_id)
    }
}
