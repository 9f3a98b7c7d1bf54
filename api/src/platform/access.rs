//! The road to the data: reads carry a scope, writes carry an author and leave a journal entry.
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::query_builder::{InsertStatement, UpdateStatement};
use diesel::query_dsl::methods::ExecuteDsl;

use super::auth::Scope;
use super::db::schema::imports;
use super::db::sql::{self, ForBoth};
use super::db::{AnyConnection, Db};
use super::error::{ApiError, ApiResult};
use super::http::MOST_COUNTED;
use super::id::Id;
use super::journal::{self, Author, Entry};
use super::vault::Vault;
use super::{Platform, Shared, clock};

/// Who asks, and what they may see.
#[derive(Debug, Clone)]
pub struct Principal {
    /// Named in the journal.
    pub author: Author,
    /// Rows and classes of fields they may see.
    pub scope: Scope,
}

/// A read in progress: the connection, what the caller may see, and the keys to it.
pub struct Reading<'a> {
    /// The connection.
    pub db: &'a mut AnyConnection,
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
        beyond: impl FnOnce(&mut AnyConnection) -> QueryResult<Option<Id>>,
        count: impl FnOnce(&mut AnyConnection) -> QueryResult<i64>,
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
/// ```compile_fail
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
    reading: Reading<'a>,
    author: Author,
    at: DateTime<Utc>,
    request_id: &'a str,
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

impl Tx<'_> {
    /// Runs `statement` and appends `entry`: the only way to change a fact.
    ///
    /// # Errors
    /// The database refuses; both are undone then.
    pub fn apply<S>(&mut self, statement: S, entry: Entry) -> ApiResult<usize>
    where
        S: ExecuteDsl<AnyConnection>,
    {
        let rows = sql::run_unjournalled(self.reading.db, statement)?;
        journal::append(self.reading.db, self.author, self.at, self.request_id, &entry)?;
        Ok(rows)
    }

    /// Runs a statement that changes one row for each of `entries` and appends them all: many records at the price of few
    /// statements.
    ///
    /// # Errors
    /// As [`Tx::apply`]; 500 when the number of rows changed is not that of the entries.
    pub fn apply_all<S: ForBoth>(&mut self, statement: S, entries: &[Entry]) -> ApiResult<()> {
        let rows = sql::run_many(self.reading.db, statement)?;
        if rows != entries.len() {
            return Err(ApiError::Internal("a change and its journal entries differ in number".into()));
        }
        journal::append_all(self.reading.db, self.author, self.at, self.request_id, entries)
    }

    /// Files a working paper: a plan is no fact, and planning must leave no journal entry.
    ///
    /// Facts cannot go this way:
    ///
    /// ```compile_fail
    /// # use diesel::prelude::*;
    /// # use jindu::platform::{access::Tx, db::schema::campaigns};
    /// fn rename(tx: &mut Tx<'_>) {
    ///     tx.file(diesel::update(campaigns::table).set(campaigns::title.eq("新名")));
    /// }
    /// ```
    ///
    /// # Errors
    /// The database refuses.
    pub fn file<S>(&mut self, statement: S) -> ApiResult<usize>
    where
        S: WorkingPaper + ExecuteDsl<AnyConnection>,
    {
        sql::run_unjournalled(self.reading.db, statement)
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
            return Ok(());
        }
        let changed = journal::changed_since(self.reading.db, subject_id, read)?;
        Err(ApiError::Stale { current, changed })
    }
}

/// Statements on tables that hold working papers and no facts.
pub trait WorkingPaper {}

impl<U, Op, Ret> WorkingPaper for InsertStatement<imports::table, U, Op, Ret> {}
impl<U, V, Ret> WorkingPaper for UpdateStatement<imports::table, U, V, Ret> {}

/// A principal on the platform, with a request to name in the journal.
#[derive(Clone)]
pub struct Access {
    platform: Platform,
    principal: Arc<Principal>,
    request_id: Arc<str>,
}

impl Access {
    pub(in crate::platform) fn new(platform: Platform, principal: Arc<Principal>, request_id: Arc<str>) -> Self {
        Self { platform, principal, request_id }
    }

    /// Who asks.
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// What all requests share.
    pub fn shared(&self) -> &Shared {
        &self.platform
    }

    fn db(&self) -> &Db {
        &self.platform.db
    }

    /// Reads.
    ///
    /// # Errors
    /// What `work` answers; 503 when the database is busy.
    pub async fn read<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Reading<'_>) -> ApiResult<T> + Send + 'static,
    {
        self.db().read(self.reader(work)).await
    }

    /// Reads, on a thread that may block.
    ///
    /// # Errors
    /// As [`Access::read`].
    pub fn read_blocking<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Reading<'_>) -> ApiResult<T> + Send + 'static,
    {
        self.db().read_blocking(self.reader(work))
    }

    /// Reads on a connection of its own, for a stream that takes long; blocks.
    ///
    /// # Errors
    /// What `work` answers; 500 when no connection can be opened.
    pub fn read_apart<T>(&self, work: impl FnOnce(&mut Reading<'_>) -> ApiResult<T>) -> ApiResult<T> {
        let mut connection = self.db().dedicated()?;
        work(&mut Reading { db: &mut connection, scope: &self.principal.scope, shared: &self.platform })
    }

    /// Writes in one transaction; answers once it is durable.
    ///
    /// # Errors
    /// What `work` answers, and everything is undone; 503 when it could not be saved.
    pub async fn write<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> ApiResult<T> + Send + 'static,
    {
        self.db().write(self.writer(work)).await
    }

    /// Writes, on a thread that may block.
    ///
    /// # Errors
    /// As [`Access::write`].
    pub fn write_blocking<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> ApiResult<T> + Send + 'static,
    {
        self.db().write_blocking(self.writer(work))
    }

    fn reader<T>(
        &self,
        work: impl FnOnce(&mut Reading<'_>) -> ApiResult<T> + Send + 'static,
    ) -> impl FnOnce(&mut AnyConnection) -> ApiResult<T> + Send + 'static {
        let (platform, principal) = (self.platform.clone(), Arc::clone(&self.principal));
        move |db| work(&mut Reading { db, scope: &principal.scope, shared: &platform })
    }

    fn writer<T>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> ApiResult<T> + Send + 'static,
    ) -> impl FnOnce(&mut AnyConnection) -> ApiResult<T> + Send + 'static {
        let Self { platform, principal, request_id } = self.clone();
        move |db| {
            let reading = Reading { db, scope: &principal.scope, shared: &platform };
            work(&mut Tx { reading, author: principal.author, at: clock::now(), request_id: &request_id })
        }
    }
}
