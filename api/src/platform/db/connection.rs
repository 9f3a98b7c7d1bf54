//! One connection type over both databases. The derive stands alone: the macro globs `super::*` and would clash.
use diesel::{PgConnection, SqliteConnection};

/// A connection to either database; queries are written once against it.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// The embedded default.
    Sqlite(SqliteConnection),
    /// Where it grows.
    Postgres(PgConnection),
}

/// The dialect both share.
pub type Backend = multi_connection_impl::MultiBackend;
