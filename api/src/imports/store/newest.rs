//! The last file of one kind, for figures.
use diesel::prelude::*;

use super::{Numbers, visible};
use crate::platform::access::Reading;
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
