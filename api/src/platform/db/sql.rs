//! SQL both databases spell alike, and the few places where they cannot.
use diesel::dsl::max;
use diesel::prelude::*;
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

/// Runs a statement that leaves no journal entry: sessions, roles, settings and stored answers, which are the platform's
/// own. Facts go through `Tx::apply`.
///
/// # Errors
/// The database refuses.
#[expect(clippy::disallowed_methods, reason = "the platform's own tables; facts go through Tx::apply")]
pub(in crate::platform) fn run_unjournalled<S>(db: &mut AnyConnection, statement: S) -> ApiResult<usize>
where
    S: diesel::query_dsl::methods::ExecuteDsl<AnyConnection>,
{
    Ok(diesel::query_dsl::methods::ExecuteDsl::execute(statement, db)?)
}
