//! SQL both databases spell alike, and the few places where they cannot.
use diesel::prelude::*;
use diesel::query_builder::InsertStatement;
use diesel::query_dsl::methods::ExecuteDsl;
use diesel::sql_types::{BigInt, Text};

use super::{AnyConnection, Raw};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;

#[diesel::declare_sql_function]
extern "SQL" {
    /// Folds case, so that `LIKE` means the same on both (SQLite's ignores case, PostgreSQL's does not).
    fn lower(text: Text) -> Text;
}

/// `LIKE` pattern for "contains `needle`", with its wildcards taken literally. Use with `escape('\\')`.
pub fn contains(needle: &str) -> String {
    format!("%{}%", needle.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

/// The number of a journal entry in the order of commits on SQLite; PostgreSQL's have none.
pub fn seq() -> diesel::expression::SqlLiteral<BigInt> {
    diesel::dsl::sql::<BigInt>("seq")
}

/// A statement either database runs by itself. In the dialect they share its text would be made anew at each execution.
pub trait ForBoth: ExecuteDsl<SqliteConnection> + ExecuteDsl<PgConnection> {}

impl<S: ExecuteDsl<SqliteConnection> + ExecuteDsl<PgConnection>> ForBoth for S {}

/// Rows of one kind, to be inserted: each by a statement of its own, or all by one.
pub trait RowsFor<T>: Sized {
    /// A statement for each: on SQLite it stays prepared, and one row needs no journal of its own to be undone.
    ///
    /// # Errors
    /// The database refuses a row.
    fn one_by_one(self, table: T, connection: &mut SqliteConnection) -> QueryResult<usize>;
    /// One statement: on PostgreSQL each is a journey there and back.
    ///
    /// # Errors
    /// The database refuses a row.
    fn at_once(self, table: T, connection: &mut PgConnection) -> QueryResult<usize>;
}

#[expect(clippy::disallowed_methods, reason = "facts go through Tx::apply_all")]
impl<T, R> RowsFor<T> for Vec<R>
where
    T: Table + Copy,
    R: Insertable<T>,
    Self: Insertable<T>,
    InsertStatement<T, R::Values>: ExecuteDsl<SqliteConnection>,
    InsertStatement<T, <Self as Insertable<T>>::Values>: ExecuteDsl<PgConnection>,
{
    fn one_by_one(self, table: T, connection: &mut SqliteConnection) -> QueryResult<usize> {
        let mut insert = |row| ExecuteDsl::execute(diesel::insert_into(table).values(row), connection);
        self.into_iter().try_fold(0, |made, row| Ok(made + insert(row)?))
    }

    fn at_once(self, table: T, connection: &mut PgConnection) -> QueryResult<usize> {
        ExecuteDsl::execute(diesel::insert_into(table).values(self), connection)
    }
}

/// Inserts rows without a journal entry; see [`run_unjournalled`].
///
/// # Errors
/// The database refuses.
pub(in crate::platform) fn insert_unjournalled<T>(
    db: &mut impl Raw,
    table: T,
    rows: impl RowsFor<T>,
) -> ApiResult<usize> {
    Ok(match db.raw() {
        AnyConnection::Sqlite(connection) => rows.one_by_one(table, connection)?,
        AnyConnection::Postgres(connection) => rows.at_once(table, connection)?,
    })
}

/// Records locked by one statement.
const LOCKED_AT_ONCE: usize = 500;

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = Text)]
    #[expect(dead_code, reason = "the answer is only waited for")]
    held: String,
}

/// Lets one transaction at a time do `task`, until it ends. SQLite has one writer anyway. PostgreSQL's locks are those of a
/// whole database, in which several offices may have a schema each: their names begin with it.
///
/// # Errors
/// The database refuses.
pub fn one_at_a_time(db: &mut impl Raw, task: &str) -> ApiResult<()> {
    if let AnyConnection::Postgres(connection) = db.raw() {
        let query = diesel::sql_query(
            "SELECT pg_advisory_xact_lock(hashtext(concat(current_schema(), ' ', $1)))::text AS held",
        )
        .bind::<Text, _>(task);
        let _: Held = query.get_result(connection)?;
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    is_taken: bool,
}

/// Whether `task` is this transaction's to do until it ends, and nobody else does it. SQLite has one writer anyway.
///
/// # Errors
/// The database refuses.
pub fn try_alone(db: &mut impl Raw, task: &str) -> ApiResult<bool> {
    let AnyConnection::Postgres(connection) = db.raw() else { return Ok(true) };
    let query =
        diesel::sql_query("SELECT pg_try_advisory_xact_lock(hashtext(concat(current_schema(), ' ', $1))) AS is_taken")
            .bind::<Text, _>(task);
    let taken: Taken = query.get_result(connection)?;
    Ok(taken.is_taken)
}

/// The oldest transaction that has not ended on PostgreSQL: whatever becomes visible from now on was written by it or a later
/// one. No typed function of diesel's gives an `xid8`.
pub(in crate::platform) fn oldest_open() -> diesel::expression::SqlLiteral<BigInt> {
    diesel::dsl::sql("pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
}

/// The number the next transaction will have on PostgreSQL, or a higher one.
pub(in crate::platform) fn next_transaction() -> diesel::expression::SqlLiteral<BigInt> {
    diesel::dsl::sql("pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
}

/// Lets those who do the parts of `task` go on side by side, but not beside one who does all of it ([`one_at_a_time`]).
///
/// # Errors
/// The database refuses.
pub fn beside_others(db: &mut impl Raw, task: &str) -> ApiResult<()> {
    if let AnyConnection::Postgres(connection) = db.raw() {
        let text = "SELECT pg_advisory_xact_lock_shared(hashtext(concat(current_schema(), ' ', $1)))::text AS held";
        let _: Held = diesel::sql_query(text).bind::<Text, _>(task).get_result(connection)?;
    }
    Ok(())
}

/// Lets nobody else change these records until this transaction ends; on SQLite nobody else writes anyway. `table` is one
/// of ours.
///
/// # Errors
/// The database refuses.
pub fn lock(db: &mut impl Raw, table: &'static str, ids: &[Id]) -> ApiResult<()> {
    let AnyConnection::Postgres(connection) = db.raw() else { return Ok(()) };
    for chunk in ids.chunks(LOCKED_AT_ONCE) {
        let list = chunk.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(",");
        // In the order of ids, so that two who lock some of the same do not wait for each other; and not against those who
        // only refer to them (FOR UPDATE would be), which both have done who then wait for each other.
        let text = format!("SELECT id::text AS held FROM {table} WHERE id IN ({list}) ORDER BY id FOR NO KEY UPDATE");
        let _: Vec<Held> = diesel::sql_query(text).load(connection)?;
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = BigInt)]
    version: i64,
}

/// The version of a record, which nobody else changes until this transaction ends; `None` on SQLite, where nobody else
/// writes anyway. `table` is one of ours, with `id` and `version`.
///
/// # Errors
/// The database refuses, or there is no such record.
pub(in crate::platform) fn locked_version(db: &mut impl Raw, table: &'static str, id: Id) -> ApiResult<Option<i64>> {
    let AnyConnection::Postgres(connection) = db.raw() else { return Ok(None) };
    let query = diesel::sql_query(format!("SELECT version FROM {table} WHERE id = $1::uuid FOR NO KEY UPDATE"));
    let found: Option<Version> = query.bind::<Text, _>(id.to_string()).get_result(connection).optional()?;
    let found = found.ok_or_else(|| ApiError::Internal("a journal entry names no record".into()))?;
    Ok(Some(found.version))
}

/// Runs a statement that leaves no journal entry: sessions, roles, settings and stored answers, which are the platform's
/// own. Facts go through `Tx::apply`.
///
/// # Errors
/// The database refuses.
#[expect(clippy::disallowed_methods, reason = "the platform's own tables; facts go through Tx::apply")]
pub(in crate::platform) fn run_unjournalled(db: &mut impl Raw, statement: impl ForBoth) -> ApiResult<usize> {
    Ok(match db.raw() {
        AnyConnection::Sqlite(connection) => ExecuteDsl::execute(statement, connection)?,
        AnyConnection::Postgres(connection) => ExecuteDsl::execute(statement, connection)?,
    })
}
