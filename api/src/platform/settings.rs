//! What the database remembers of itself: which key file it was written under, whether it holds a demonstration.
use diesel::prelude::*;

use super::db::schema::{journal, settings};
use super::db::{Raw, sql};
use super::error::ApiResult;
use super::id::Id;

/// Names the key file the database was written under.
pub const VAULT_KEY_ID: &str = "vault_key_id";
/// Names the key that signs its journal.
pub const JOURNAL_KEY: &str = "journal_key";
/// Says, by being there, that all in the database is invented.
pub const DEMO: &str = "demo";

/// The value kept under `name`.
///
/// # Errors
/// The database refuses.
pub fn find(db: &mut impl Raw, name: &str) -> ApiResult<Option<String>> {
    Ok(settings::table.find(name).select(settings::value).first(db.raw()).optional()?)
}

/// Keeps `value` under `name`, which must be free.
///
/// # Errors
/// 409 when it is taken, or the database refuses.
pub fn insert(db: &mut impl Raw, name: &str, value: &str) -> ApiResult<()> {
    let values = (settings::name.eq(name), settings::value.eq(value));
    sql::run_unjournalled(db, diesel::insert_into(settings::table).values(values)).map(drop)
}

/// Whether nothing has ever been entered: each fact leaves a journal entry.
///
/// # Errors
/// The database refuses.
pub fn is_untouched(db: &mut impl Raw) -> ApiResult<bool> {
    Ok(journal::table.select(journal::id).first::<Id>(db.raw()).optional()?.is_none())
}
