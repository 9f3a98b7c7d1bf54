//! What a read and a write are given: a read carries a scope, a write an author, and leaves a journal entry.
use std::collections::HashMap;
use std::ops::{Deref, DerefMut};

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::query_builder::{DeleteStatement, InsertStatement, UpdateStatement};

use super::keepsake::Keepsakes;
use super::reactor::Change;
use crate::platform::Shared;
use crate::platform::auth::Scope;
use crate::platform::db::Queries;
use crate::platform::db::schema::{
    digests, export_jobs, import_pieces, imports, notification_marks, preferences, webhook_cursors, webhook_deliveries,
};
use crate::platform::db::sql::{self, ForBoth, RowsFor};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::MOST_COUNTED;
use crate::platform::id::Id;
use crate::platform::journal::{self, Author, Entry, Pen};
use crate::platform::vault::Vault;

/// A read in progress: the connection, what the caller may see, and the keys to it.
pub struct Reading<'a> {
    /// Answers queries; changes go through [`Tx::apply`].
    pub db: &'a mut Queries,
    /// What the caller may see; every query starts at `visible(scope)`.
    pub scope: &'a Scope,
    /// What all requests share.
    pub shared: &'a Shared,
}

impl Reading<'_> {
    /// The keys to sealed fields.
    pub fn vault(&self) -> &Vault {
        &self.shared.vault
    }

    /// How many rows a list has, counted only so far and kept while nothing changes. `question` names list and filter;
    /// the scope is added here. `beyond` asks for a row past [`MOST_COUNTED`], `count` counts when there is none.
    ///
    /// # Errors
    /// The database refuses.
    pub fn counted(
        &mut self,
        question: impl std::fmt::Debug,
        beyond: impl FnOnce(&mut Queries) -> QueryResult<Option<Id>>,
        count: impl FnOnce(&mut Queries) -> QueryResult<i64>,
    ) -> ApiResult<i64> {
        let question = format!("count {}..{} {question:?}", self.scope.from, self.scope.to);
        let shared = self.shared;
        let total = shared
            .kept
            .get(self.db, question, |db| Ok(if beyond(db)?.is_some() { MOST_COUNTED + 1 } else { count(db)? }))?;
        Ok(*total)
    }
}

/// A write in progress: one transaction, in which each change leaves its journal entry.
///
/// A change without an entry does not compile:
///
/// ```compile_fail,E0061
/// # use diesel::prelude::*;
/// # use jindu::platform::{access::Tx, db::schema::campaigns};
/// fn rename(tx: &mut Tx<'_>) {
///     tx.apply(diesel::update(campaigns::table).set(campaigns::title.eq("新名")));
/// }
/// ```
///
/// With its entry it does:
///
/// ```
/// # use diesel::prelude::*;
/// # use jindu::platform::{access::Tx, db::schema::campaigns, error::ApiResult, id::Id, journal::Entry};
/// fn rename(tx: &mut Tx<'_>, id: Id) -> ApiResult<usize> {
///     let entry = Entry::updated("campaigns", id, "990981107000", 2, vec!["title".into()]);
///     tx.apply(diesel::update(campaigns::table.find(id)).set(campaigns::title.eq("新名")), entry)
/// }
/// ```
pub struct Tx<'a> {
    pub(super) reading: Reading<'a>,
    pub(super) author: Author,
    pub(super) at: DateTime<Utc>,
    pub(super) request_id: &'a str,
    pub(super) changes_standings: bool,
    /// Whether the journal tells of it.
    pub(super) has_entries: bool,
    /// The version each record was read at: a store may read it again, and find another one there.
    pub(super) read_at: HashMap<Id, i64>,
    /// What it has changed so far.
    pub(super) changes: Vec<Change>,
    /// How records stood before, where that is kept.
    pub(super) keepsakes: Option<Keepsakes>,
}

impl<'a> Deref for Tx<'a> {
    type Target = Reading<'a>;

    fn deref(&self) -> &Self::Target {
        &self.reading
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.reading
    }
}

impl<'a> Tx<'a> {
    fn pen(&self) -> Pen<'a> {
        let key = &self.reading.shared.journal_key;
        Pen { key, author: self.author, at: self.at, request_id: self.request_id }
    }

    /// Runs `statement` and appends `entry`: the only way to change a fact.
    ///
    /// Of two who change the same record at once the second is refused, whatever its store has checked: the record must be
    /// at the version before that of the entry.
    ///
    /// # Errors
    /// 412 when someone else has changed the record since it was read; the database refuses. All is undone then.
    pub fn apply(&mut self, statement: impl ForBoth, entry: Entry) -> ApiResult<usize> {
        self.expect_unchanged(&entry)?;
        self.keep_before(&entry)?;
        let rows = sql::run_unjournalled(self.reading.db, statement)?;
        self.append(&entry)?;
        Ok(rows)
    }

    /// Appends the entry of a change.
    pub(super) fn append(&mut self, entry: &Entry) -> ApiResult<()> {
        self.pen().append(self.reading.db, entry)?;
        self.has_entries = true;
        self.changes.push(change(entry));
        Ok(())
    }

    /// Lets those who registered for it do what follows from the changes so far; done at the end anyway, and earlier by who
    /// needs to know.
    ///
    /// # Errors
    /// What they answer.
    pub fn follow_up(&mut self) -> ApiResult<()> {
        let changes = std::mem::take(&mut self.changes);
        let shared = self.reading.shared;
        if changes.is_empty() {
            return Ok(());
        }
        shared.reactors.iter().try_for_each(|reactor| reactor.react(self, &changes))?;
        // What follows from what follows is theirs to see to.
        self.changes.clear();
        Ok(())
    }

    fn expect_unchanged(&mut self, entry: &Entry) -> ApiResult<()> {
        if entry.is_creation() {
            return Ok(());
        }
        let (id, before) = (entry.subject_id, entry.version - 1);
        let current = sql::locked_version(self.reading.db, entry.subject_type, id)?.unwrap_or(before);
        self.expect_version(id, current, self.read_at.get(&id).copied().unwrap_or(before))?;
        self.expect_version(id, current, before)?;
        self.read_at.insert(id, entry.version);
        Ok(())
    }

    /// Makes one record for each of `entries` and appends them all: many records at the price of few statements.
    ///
    /// # Errors
    /// As [`Tx::apply`]; 500 when the number of rows made is not that of the entries.
    pub fn apply_all<T>(&mut self, table: T, rows: impl RowsFor<T>, entries: &[Entry]) -> ApiResult<()> {
        let rows = sql::insert_unjournalled(self.reading.db, table, rows)?;
        if rows != entries.len() {
            return Err(ApiError::Internal("a change and its journal entries differ in number".into()));
        }
        self.pen().append_all(self.reading.db, entries)?;
        self.has_entries = true;
        if let Some(keepsakes) = &mut self.keepsakes {
            entries.iter().for_each(|entry| keepsakes.add(entry, None));
        }
        self.changes.extend(entries.iter().map(change));
        Ok(())
    }

    /// Files a working paper: a plan is no fact, and planning must leave no journal entry.
    ///
    /// Facts cannot go this way:
    ///
    /// ```compile_fail,E0277
    /// # use diesel::prelude::*;
    /// # use jindu::platform::{access::Tx, db::schema::campaigns};
    /// fn rename(tx: &mut Tx<'_>) {
    ///     tx.file(diesel::update(campaigns::table).set(campaigns::title.eq("新名")));
    /// }
    /// ```
    ///
    /// Working papers can:
    ///
    /// ```
    /// # use diesel::prelude::*;
    /// # use jindu::platform::{access::Tx, db::schema::imports, error::ApiResult};
    /// fn set_aside(tx: &mut Tx<'_>) -> ApiResult<usize> {
    ///     tx.file(diesel::update(imports::table).set(imports::state.eq("set_aside")))
    /// }
    /// ```
    ///
    /// # Errors
    /// The database refuses.
    pub fn file(&mut self, statement: impl WorkingPaper + ForBoth) -> ApiResult<usize> {
        sql::run_unjournalled(self.reading.db, statement)
    }

    /// What accounts may do changes with this write: every session is looked up anew once it is committed.
    pub(in crate::platform) fn changes_standings(&mut self) {
        self.changes_standings = true;
    }

    /// Whether the journal tells of it so far.
    pub(in crate::platform) fn has_entries(&self) -> bool {
        self.has_entries
    }

    /// The instant of this write: the same for every row it makes.
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// Who causes it.
    pub fn author(&self) -> Author {
        self.author
    }

    /// Refuses when the record is no longer at the version the caller read.
    ///
    /// # Errors
    /// 412 with the present version and the names of the fields changed since.
    pub fn expect_version(&mut self, subject_id: Id, current: i64, read: i64) -> ApiResult<()> {
        if current == read {
            self.read_at.insert(subject_id, read);
            return Ok(());
        }
        let changed = journal::changed_since(self.reading.db, subject_id, read)?;
        Err(ApiError::Stale { current, changed })
    }
}

fn change(entry: &Entry) -> Change {
    Change {
        subject_type: entry.subject_type,
        subject_id: entry.subject_id,
        about: entry.about,
        is_creation: entry.is_creation(),
    }
}

/// Statements on tables that hold working papers and no facts.
pub trait WorkingPaper {}

impl<U, Op, Ret> WorkingPaper for InsertStatement<imports::table, U, Op, Ret> {}
impl<U, V, Ret> WorkingPaper for UpdateStatement<imports::table, U, V, Ret> {}
impl<U, Op, Ret> WorkingPaper for InsertStatement<import_pieces::table, U, Op, Ret> {}
impl<U, V, Ret> WorkingPaper for UpdateStatement<import_pieces::table, U, V, Ret> {}
impl<U, Op, Ret> WorkingPaper for InsertStatement<export_jobs::table, U, Op, Ret> {}
impl<U, V, Ret> WorkingPaper for UpdateStatement<export_jobs::table, U, V, Ret> {}
// Whom a webhook has told of what is in the journal already.
impl<U, Op, Ret> WorkingPaper for InsertStatement<webhook_cursors::table, U, Op, Ret> {}
impl<U, V, Ret> WorkingPaper for UpdateStatement<webhook_cursors::table, U, V, Ret> {}
impl<U, Op, Ret> WorkingPaper for InsertStatement<webhook_deliveries::table, U, Op, Ret> {}
impl<U, V, Ret> WorkingPaper for UpdateStatement<webhook_deliveries::table, U, V, Ret> {}
impl<U, Ret> WorkingPaper for DeleteStatement<webhook_deliveries::table, U, Ret> {}
// How an account likes its pages, and what it has been told of: no fact about anybody.
impl<U, Op, Ret> WorkingPaper for InsertStatement<preferences::table, U, Op, Ret> {}
impl<U, V, Ret> WorkingPaper for UpdateStatement<preferences::table, U, V, Ret> {}
impl<U, Op, Ret> WorkingPaper for InsertStatement<notification_marks::table, U, Op, Ret> {}
impl<U, V, Ret> WorkingPaper for UpdateStatement<notification_marks::table, U, V, Ret> {}
impl<U, Op, Ret> WorkingPaper for InsertStatement<digests::table, U, Op, Ret> {}
impl<U, Ret> WorkingPaper for DeleteStatement<digests::table, U, Ret> {}
