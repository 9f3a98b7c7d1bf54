//! SQL both databases spell alike, and the few places where they cannot.
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

#[derive(QueryableByName)]
struct Snapshot {
    #[diesel(sql_type = Text)]
    position: String,
}

#[derive(QueryableByName)]
struct LastRow {
    #[diesel(sql_type = BigInt)]
    position: i64,
}

/// A mark that changes with every commit that may have changed data: equal marks mean equal data.
///
/// SQLite has one writer, so the newest journal row tells; PostgreSQL's snapshot text names the transactions it sees.
///
/// # Errors
/// The query fails.
pub fn position(db: &mut AnyConnection) -> ApiResult<String> {
    Ok(match db {
        AnyConnection::Sqlite(connection) => {
            let row: LastRow =
                diesel::sql_query("SELECT coalesce(max(rowid), 0) AS position FROM journal").get_result(connection)?;
            row.position.to_string()
        }
        AnyConnection::Postgres(connection) => {
            let row: Snapshot =
                diesel::sql_query("SELECT pg_current_snapshot()::text AS position").get_result(connection)?;
            row.position
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
