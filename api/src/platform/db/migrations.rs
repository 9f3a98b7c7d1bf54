//! The schema's history, embedded in the program, up and down.
use std::error::Error;

use diesel::PgConnection;
use diesel::connection::SimpleConnection;
use diesel::migration::{MigrationSource, MigrationVersion};
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Address, AnyConnection, Purpose};
use crate::platform::error::ApiResult;

const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");
/// Held while PostgreSQL is migrated: two processes that start together must not both do it.
const LOCK: &str = "SELECT pg_advisory_lock(715502)";
const LOCKED_TRANSACTION: &str = "BEGIN; SELECT pg_advisory_xact_lock(715502)";
const UNLOCK: &str = "SELECT pg_advisory_unlock(715502)";

/// What went wrong while migrating.
pub type MigrationError = Box<dyn Error + Send + Sync>;

/// Steps were applied that this program does not know.
#[derive(Debug, thiserror::Error)]
#[error("it was written by a newer version of this program (step {0}); start that version")]
pub struct Newer(String);

/// Applies what is pending; answers the names applied.
///
/// # Errors
/// The database cannot be reached, is [`Newer`], or a step fails (and is rolled back).
pub fn run(address: &Address) -> Result<Vec<String>, MigrationError> {
    match &mut address.connect(Purpose::Migrate)? {
        AnyConnection::Sqlite(connection) => apply(connection, SQLITE),
        AnyConnection::Postgres(connection) => locked(connection, |connection| apply(connection, POSTGRES)),
    }
}

/// Runs `work` in one transaction while no other process prepares the same database.
///
/// # Errors
/// What `work` answers, and everything is undone; the database refuses.
pub fn alone<T>(db: &mut AnyConnection, work: impl FnOnce(&mut AnyConnection) -> ApiResult<T>) -> ApiResult<T> {
    db.batch_execute(match db {
        AnyConnection::Sqlite(_) => "BEGIN IMMEDIATE",
        AnyConnection::Postgres(_) => LOCKED_TRANSACTION,
    })?;
    let result = work(db);
    db.batch_execute(if result.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    result
}

/// Takes every migration back, latest first; answers the names reverted.
///
/// # Errors
/// As [`run`].
pub fn revert_all(address: &Address) -> Result<Vec<String>, MigrationError> {
    match &mut address.connect(Purpose::Migrate)? {
        AnyConnection::Sqlite(connection) => revert(connection, SQLITE),
        AnyConnection::Postgres(connection) => locked(connection, |connection| revert(connection, POSTGRES)),
    }
}

/// The names not yet applied. Nothing is made by asking: where there is no file, all of them.
///
/// # Errors
/// As [`run`].
pub fn pending(address: &Address) -> Result<Vec<String>, MigrationError> {
    if let Address::Sqlite(path) = address
        && !path.exists()
    {
        let steps = MigrationSource::<Sqlite>::migrations(&SQLITE)?;
        return Ok(steps.iter().map(|step| step.name().to_string()).collect());
    }
    match &mut address.connect(Purpose::Migrate)? {
        AnyConnection::Sqlite(connection) => not_applied(connection, SQLITE),
        AnyConnection::Postgres(connection) => not_applied(connection, POSTGRES),
    }
}

/// Does `work` while no other process migrates the same database.
fn locked<T>(
    connection: &mut PgConnection,
    work: impl FnOnce(&mut PgConnection) -> Result<T, MigrationError>,
) -> Result<T, MigrationError> {
    connection.batch_execute(LOCK)?;
    let result = work(connection);
    connection.batch_execute(UNLOCK)?;
    result
}

fn revert<B: diesel::backend::Backend>(
    connection: &mut impl MigrationHarness<B>,
    steps: EmbeddedMigrations,
) -> Result<Vec<String>, MigrationError>
where
    EmbeddedMigrations: MigrationSource<B>,
{
    refuse_newer(connection, &steps)?;
    Ok(names(connection.revert_all_migrations(steps)?))
}

fn not_applied<B: diesel::backend::Backend>(
    connection: &mut impl MigrationHarness<B>,
    steps: EmbeddedMigrations,
) -> Result<Vec<String>, MigrationError>
where
    EmbeddedMigrations: MigrationSource<B>,
{
    refuse_newer(connection, &steps)?;
    Ok(connection.pending_migrations(steps)?.iter().map(|step| step.name().to_string()).collect())
}

fn apply<B: diesel::backend::Backend>(
    connection: &mut impl MigrationHarness<B>,
    steps: EmbeddedMigrations,
) -> Result<Vec<String>, MigrationError>
where
    EmbeddedMigrations: MigrationSource<B>,
{
    refuse_newer(connection, &steps)?;
    Ok(names(connection.run_pending_migrations(steps)?))
}

fn refuse_newer<B: diesel::backend::Backend>(
    connection: &mut impl MigrationHarness<B>,
    steps: &EmbeddedMigrations,
) -> Result<(), MigrationError>
where
    EmbeddedMigrations: MigrationSource<B>,
{
    let known = MigrationSource::<B>::migrations(steps)?;
    let is_unknown = |version: &MigrationVersion<'_>| known.iter().all(|step| step.name().version() != *version);
    let newer = connection.applied_migrations()?.into_iter().find(is_unknown);
    newer.map_or(Ok(()), |version| Err(Newer(version.to_string()).into()))
}

fn names(versions: Vec<MigrationVersion<'_>>) -> Vec<String> {
    versions.iter().map(ToString::to_string).collect()
}
