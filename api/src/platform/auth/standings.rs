//! What an account may do when nobody is signed in with it: for what was asked for and is done later.
use diesel::prelude::*;

use super::clients;
use super::sessions::{Standing, standing_as};
use crate::platform::db::Raw;
use crate::platform::db::schema::accounts;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// What an account may do now; nothing when it has ended.
///
/// # Errors
/// The database refuses.
pub fn standing_of(db: &mut impl Raw, account_id: Id) -> ApiResult<Option<Standing>> {
    if let Some(machine) = clients::standing_of_account(db, account_id)? {
        return Ok(Some(machine));
    }
    let row: Option<(Id, String, String)> = accounts::table
        .filter(accounts::id.eq(account_id))
        .filter(accounts::is_active.eq(true))
        .select((accounts::id, accounts::role, accounts::division_code))
        .first(db.raw())
        .optional()?;
    match row {
        Some(row) => standing_as(db, row),
        None => Ok(None),
    }
}
