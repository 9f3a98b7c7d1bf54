//! Files found by what they are: the last of one kind, one that came before.
use chrono::NaiveDate;
use diesel::prelude::*;

use super::{ImportHead, Numbers, open, visible};
use crate::imports::dto::{Import, ImportState};
use crate::platform::access::Reading;
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::schema::imports;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;

/// The last file of one kind of ledger that came in, as far as it is counted.
pub struct Newest {
    /// The import.
    pub id: Id,
    /// Its version.
    pub version: i64,
    /// The division it belongs to.
    pub division_code: String,
    /// Its rows.
    pub rows: i64,
}

/// The last file of `resource` at or below `division`, if any came in.
///
/// # Errors
/// The database refuses.
pub fn newest(reading: &mut Reading<'_>, division: &str, resource: &str) -> ApiResult<Option<Newest>> {
    let query = visible(&reading.scope.narrowed(division)).filter(imports::resource.eq(resource.to_owned()));
    let row: Option<(Id, i64, String, String)> = query
        .order((imports::created_at.desc(), imports::id.desc()))
        .select((imports::id, imports::version, imports::division_code, imports::counts))
        .first(reading.db)
        .optional()?;
    let Some((id, version, division_code, counts)) = row else { return Ok(None) };
    let numbers: Numbers = serde_json::from_str(&counts).map_err(|error| ApiError::Internal(error.into()))?;
    Ok(Some(Newest { id, version, division_code, rows: numbers.rows.total.into() }))
}

/// The import that keeps this very file set aside, if one does.
///
/// # Errors
/// The database refuses.
pub fn set_aside_before(reading: &mut Reading<'_>, resource: &str, sha256: &str) -> ApiResult<Option<Import>> {
    let query = visible(reading.scope)
        .filter(imports::state.eq(ImportState::SetAside.code()))
        .filter(imports::resource.eq(resource.to_owned()))
        .filter(imports::source_sha256.eq(sha256.to_owned()))
        .select(ImportHead::as_select());
    let row: Option<ImportHead> = query.first(reading.db).optional()?;
    row.map(|row| open(reading.vault(), row)).transpose()
}

/// How many imports of this account were written on a day.
///
/// # Errors
/// The database refuses.
pub fn finished_by(reading: &mut Reading<'_>, account_id: Id, day: NaiveDate) -> ApiResult<i64> {
    let query = visible(reading.scope)
        .filter(imports::account_id.eq(account_id))
        .filter(imports::state.eq(ImportState::Committed.code()))
        .filter(imports::committed_at.ge(clock::start_of(day).naive_utc()));
    Ok(query.count().get_result(reading.db)?)
}
