//! The connection as stores see it: it answers queries and takes no changes, which go through `Tx` with their journal entry.
use diesel::QueryResult;
use diesel::connection::{Connection, SimpleConnection, TransactionManager};
use diesel::internal::table_macro::{BoxedSelectStatement, SelectStatement};
use diesel::query_dsl::RunQueryDsl;
use diesel::query_dsl::methods::LoadQuery;

use super::AnyConnection;
use crate::platform::error::ApiResult;

pub(in crate::platform) use self::seal::Raw;

/// Answers `SELECT`s of diesel's query builder and nothing else.
///
/// It is no [`diesel::Connection`], so that `execute` has nothing to run on:
///
/// ```compile_fail,E0277
/// # use diesel::prelude::*;
/// # use jindu::platform::{access::Tx, db::schema::campaigns};
/// fn rename(tx: &mut Tx<'_>) {
///     diesel::update(campaigns::table).set(campaigns::title.eq("新名")).execute(tx.db);
/// }
/// ```
///
/// and it loads selections only, so that a change cannot be had by asking what it returns:
///
/// ```compile_fail,E0277
/// # use diesel::prelude::*;
/// # use jindu::platform::{access::Tx, db::schema::campaigns, id::Id};
/// fn rename(tx: &mut Tx<'_>) {
///     let changed = diesel::update(campaigns::table).set(campaigns::title.eq("新名")).returning(campaigns::id);
///     changed.get_result::<Id>(tx.db);
/// }
/// ```
///
/// A selection it answers:
///
/// ```
/// # use diesel::prelude::*;
/// # use jindu::platform::{access::Tx, db::schema::campaigns};
/// fn titles(tx: &mut Tx<'_>) -> diesel::QueryResult<Vec<String>> {
///     campaigns::table.select(campaigns::title).load(tx.db)
/// }
/// ```
pub struct Queries(AnyConnection);

impl Queries {
    pub(in crate::platform) fn of(connection: AnyConnection) -> Self {
        Self(connection)
    }

    /// Runs `work` in a transaction that an `Err` rolls back.
    pub(super) fn transaction<T>(&mut self, work: impl FnOnce(&mut Self) -> ApiResult<T>) -> ApiResult<T> {
        Transactions::begin_transaction(&mut self.0)?;
        let result = work(self);
        match &result {
            Ok(_) => Transactions::commit_transaction(&mut self.0)?,
            // What cannot be rolled back is noticed by the pool, which does not use the connection again.
            Err(_) => drop(Transactions::rollback_transaction(&mut self.0)),
        }
        result
    }

    /// Whether a transaction was left open, or the server does not answer.
    pub(super) fn is_broken(&mut self) -> bool {
        Transactions::is_broken_transaction_manager(&mut self.0) || self.0.batch_execute("SELECT 1").is_err()
    }

    /// Gives back the pages SQLite keeps for this connection; PostgreSQL keeps none here.
    pub(super) fn give_back(&mut self) {
        if let AnyConnection::Sqlite(connection) = &mut self.0 {
            // Nothing is lost where it fails.
            let _ = connection.batch_execute("PRAGMA shrink_memory");
        }
    }
}

type Transactions = <AnyConnection as Connection>::TransactionManager;

mod seal {
    use super::AnyConnection;

    /// What the platform's own tables are reached through: a connection, or one that only answers queries elsewhere. No
    /// other room can name this trait.
    pub trait Raw {
        /// The connection itself.
        fn raw(&mut self) -> &mut AnyConnection;
    }
}

impl seal::Raw for AnyConnection {
    fn raw(&mut self) -> &mut AnyConnection {
        self
    }
}

impl seal::Raw for Queries {
    fn raw(&mut self) -> &mut AnyConnection {
        &mut self.0
    }
}

// The two types below are diesel's own for a selection; it names them for code its macros generate.
impl<'query, U, F, S, D, W, O, L, G, H, C> LoadQuery<'query, Queries, U> for SelectStatement<F, S, D, W, O, L, G, H, C>
where
    Self: LoadQuery<'query, AnyConnection, U> + RunQueryDsl<Queries>,
{
    type RowIter<'conn> = <Self as LoadQuery<'query, AnyConnection, U>>::RowIter<'conn>;

    fn internal_load<'conn>(self, db: &'conn mut Queries) -> QueryResult<Self::RowIter<'conn>> {
        <Self as LoadQuery<'query, AnyConnection, U>>::internal_load(self, &mut db.0)
    }
}

impl<'query, U, ST, QS, DB, GB> LoadQuery<'query, Queries, U> for BoxedSelectStatement<'_, ST, QS, DB, GB>
where
    Self: LoadQuery<'query, AnyConnection, U> + RunQueryDsl<Queries>,
{
    type RowIter<'conn> = <Self as LoadQuery<'query, AnyConnection, U>>::RowIter<'conn>;

    fn internal_load<'conn>(self, db: &'conn mut Queries) -> QueryResult<Self::RowIter<'conn>> {
        <Self as LoadQuery<'query, AnyConnection, U>>::internal_load(self, &mut db.0)
    }
}
