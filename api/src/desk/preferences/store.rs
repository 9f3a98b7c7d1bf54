//! Queries on `preferences`. Rows never leave this file.
use diesel::prelude::*;

use super::dto::{CreatePreferences, Preferences};
use crate::platform::access::{Reading, Tx};
use crate::platform::db::schema::preferences;
use crate::platform::db::sql;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::Patch;
use crate::platform::id::Id;

/// Of an account that has chosen nothing.
const FIRST: i64 = 1;

/// The preferences of an account.
///
/// # Errors
/// The database refuses.
pub fn find(reading: &mut Reading<'_>, account_id: Id) -> ApiResult<Preferences> {
    let query = preferences::table.find(account_id).select((preferences::chosen, preferences::version));
    let row: Option<(String, i64)> = query.first(reading.db).optional()?;
    Ok(row.map_or_else(
        || Preferences { facts: CreatePreferences::default(), version: FIRST },
        |(chosen, version)| Preferences { facts: read(&chosen), version },
    ))
}

/// What another version of the program wrote and this one does not know is no reason to show nothing.
fn read(chosen: &str) -> CreatePreferences {
    serde_json::from_str(chosen).unwrap_or_else(|error| {
        tracing::warn!(%error, "preferences that cannot be read count as none");
        CreatePreferences::default()
    })
}

/// Changes parts of an account's preferences.
///
/// # Errors
/// 412 when they were changed meanwhile, 422.
pub fn update(
    tx: &mut Tx<'_>,
    account_id: Id,
    version: i64,
    patch: Patch<CreatePreferences>,
) -> ApiResult<Preferences> {
    // They are changed by one account, but in more than one window.
    sql::one_at_a_time(tx.db, &format!("preferences {account_id}"))?;
    let current = find(tx, account_id)?;
    if current.version != version {
        return Err(ApiError::Stale { current: current.version, changed: Vec::new() });
    }
    let (facts, changed) = patch.apply(&current.facts)?;
    if changed.is_empty() {
        return Ok(current);
    }
    let chosen = serde_json::to_string(&facts).map_err(|error| ApiError::Internal(error.into()))?;
    let version = current.version + 1;
    let values = (
        preferences::chosen.eq(chosen),
        preferences::version.eq(version),
        preferences::updated_at.eq(tx.at().naive_utc()),
    );
    if current.version == FIRST {
        tx.file(diesel::insert_into(preferences::table).values((preferences::account_id.eq(account_id), values)))?;
    } else {
        tx.file(diesel::update(preferences::table.find(account_id)).set(values))?;
    }
    Ok(Preferences { facts, version })
}
