//! What a database says of itself, and a copy of one that is a file.
use std::path::Path;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::migrations::MigrationError;
use super::{Address, AnyConnection, Purpose, Raw};
use crate::platform::error::ApiResult;

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

const NEWEST_STEP: &str = "SELECT version AS word FROM __diesel_schema_migrations ORDER BY version DESC LIMIT 1";

/// What kind of database it is.
pub fn kind(db: &mut impl Raw) -> &'static str {
    match db.raw() {
        AnyConnection::Sqlite(_) => "sqlite",
        AnyConnection::Postgres(_) => "postgresql",
    }
}

/// How large it is, in bytes.
///
/// # Errors
/// The database refuses.
pub fn bytes(db: &mut impl Raw) -> ApiResult<i64> {
    let on_sqlite = "SELECT page_count * page_size AS number FROM pragma_page_count(), pragma_page_size()";
    let found: Number = match db.raw() {
        AnyConnection::Sqlite(connection) => diesel::sql_query(on_sqlite).get_result(connection)?,
        AnyConnection::Postgres(connection) => {
            diesel::sql_query("SELECT pg_database_size(current_database()) AS number").get_result(connection)?
        }
    };
    Ok(found.number)
}

/// The number of the newest step of the schema.
///
/// # Errors
/// The database refuses.
pub fn newest_step(db: &mut impl Raw) -> ApiResult<String> {
    let found: Option<Word> = match db.raw() {
        AnyConnection::Sqlite(connection) => diesel::sql_query(NEWEST_STEP).get_result(connection).optional()?,
        AnyConnection::Postgres(connection) => diesel::sql_query(NEWEST_STEP).get_result(connection).optional()?,
    };
    Ok(found.map(|step| step.word).unwrap_or_default())
}

/// Copies a database that is a file into `file`, which is there and empty: all as of one instant, while others go on writing.
///
/// # Errors
/// It is no file, cannot be opened, or the copy cannot be written.
#[expect(clippy::disallowed_methods, reason = "it changes nothing in the database; the copy is another file")]
pub fn copy_into(address: &Address, file: &Path) -> Result<(), MigrationError> {
    // A connection that only reads may not write the copy either.
    let AnyConnection::Sqlite(mut connection) = address.connect(Purpose::Write)? else {
        return Err("only a database that is a file can be copied".into());
    };
    let path = file.to_str().ok_or("the path of the copy is no text")?;
    diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(path).execute(&mut connection)?;
    Ok(())
}

/// What is wrong with a database that is a file: its pages, its indexes, its references. Nothing, if it is whole.
///
/// # Errors
/// It is no database that can be opened.
pub fn damage(address: &Address) -> Result<Vec<String>, MigrationError> {
    let AnyConnection::Sqlite(mut connection) = address.connect(Purpose::Read)? else {
        return Err("only a database that is a file can be looked through".into());
    };
    let pages: Vec<Word> =
        diesel::sql_query("SELECT integrity_check AS word FROM pragma_integrity_check").load(&mut connection)?;
    let references = "SELECT \"table\" || ' names a record of ' || parent || ' that is not there' AS word \
        FROM pragma_foreign_key_check LIMIT 20";
    let references: Vec<Word> = diesel::sql_query(references).load(&mut connection)?;
    let told = pages.into_iter().chain(references).map(|found| found.word);
    Ok(told.filter(|word| word != "ok").collect())
}
