//! SQL both databases spell alike, and the few places where they cannot.
use diesel::dsl::max;
use diesel::prelude::*;
use diesel::query_dsl::methods::ExecuteDsl;
use diesel::sql_types::{BigInt, Text};

use super::AnyConnection;
use crate::platform::error::ApiResult;

#[diesel::declare_sql_function]
extern "SQL" {
    /// Folds case, so that `LIKE` means the same on both (SQLite's ignores case, PostgreSQL's does not).
    fn lower(text: Text) -> Text;
}

/// `LIKE` pattern for "contains `needle`", with its wildcards taken literally. Use with `escape('\\')`.
pub fn contains(needle: &str) -> String {
    format!("%{}%", needle.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

#[diesel::declare_sql_function]
extern "SQL" {
    /// What PostgreSQL's current transaction sees. Named as text, which [`text`] makes of it.
    fn pg_current_snapshot() -> Text;
    /// The value in words.
    fn text(value: Text) -> Text;
}

diesel::table! {
    /// The journal by SQLite's own number of each row.
    #[sql_name = "journal"]
    numbered_journal (rowid) {
        rowid -> BigInt,
    }
}

/// A mark that changes with every commit that may have changed data: equal marks mean equal data.
///
/// SQLite has one writer, so the newest journal row tells; PostgreSQL's snapshot text names the transactions it sees.
///
/// # Errors
/// The query fails.
pub fn position(db: &mut AnyConnection) -> ApiResult<String> {
    // Asked with nearly every read: as a typed query it stays prepared, which SQL text does not.
    Ok(match db {
        AnyConnection::Sqlite(connection) => {
            let last: Option<i64> =
                numbered_journal::table.select(max(numbered_journal::rowid)).get_result(connection)?;
            last.unwrap_or_default().to_string()
        }
        AnyConnection::Postgres(connection) => {
            diesel::select(text(pg_current_snapshot())).get_result::<String>(connection)?
        }
    })
}

/// SQLite's number of a row, in the order of commits; PostgreSQL has none.
pub fn rowid() -> diesel::expression::SqlLiteral<BigInt> {
    diesel::dsl::sql::<BigInt>("rowid")
}

/// A statement either database runs by itself: inserting many rows at once is spelt differently, so the dialect they share
/// has no word for it.
pub trait ForBoth: ExecuteDsl<SqliteConnection> + ExecuteDsl<PgConnection> {}

impl<S: ExecuteDsl<SqliteConnection> + ExecuteDsl<PgConnection>> ForBoth for S {}

/// [`run_unjournalled`] for a statement of many rows.
///
/// # Errors
/// The database refuses.
#[expect(clippy::disallowed_methods, reason = "the platform's own tables; facts go through Tx::apply_all")]
pub(in crate::platform) fn run_many<S: ForBoth>(db: &mut AnyConnection, statement: S) -> ApiResult<usize> {
    Ok(match db {
        AnyConnection::Sqlite(connection) => ExecuteDsl::execute(statement, connection)?,
        AnyConnection::Postgres(connection) => ExecuteDsl::execute(statement, connection)?,
    })
}

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = Text)]
    #[expect(dead_code, reason = "the answer is only waited for")]
    held: String,
}

/// Lets one transaction at a time do `task`, until it ends. SQLite has one writer anyway.
///
/// # Errors
/// The database refuses.
pub fn one_at_a_time(db: &mut AnyConnection, task: &str) -> ApiResult<()> {
    if let AnyConnection::Postgres(connection) = db {
        let query = diesel::sql_query("SELECT pg_advisory_xact_lock(hashtext($1))::text AS held").bind::<Text, _>(task);
        let _: Held = query.get_result(connection)?;
    }
    Ok(())
}

/// Runs a statement that leaves no journal entry: sessions, roles, settings and stored answers, which are the platform's
/// own. Facts go through `Tx::apply`.
///
/// # Errors
/// The database refuses.
#[expect(clippy::disallowed_methods, reason = "the platform's own tables; facts go through Tx::apply")]
pub(in crate::platform) fn run_unjournalled<S>(db: &mut AnyConnection, statement: S) -> ApiResult<usize>
where
    S: ExecuteDsl<AnyConnection>,
{
    Ok(ExecuteDsl::execute(statement, db)?)
}
