//! What the console changes of an account, and its holder of their password.
use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{CLOSED_FOR_GOOD, TABLE, UNKNOWN_ROLE, end_sessions_of, find};
use crate::platform::access::Tx;
use crate::platform::auth::roles;
use crate::platform::db::schema::accounts;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

/// What may be changed of an account.
#[derive(Debug, Clone)]
pub enum AccountChange {
    /// Allow or forbid signing in.
    Active(bool),
    /// Another role.
    Role(String),
    /// Another password, hashed.
    Password(String),
}

/// Changes an account and ends its sessions: what it may do from now on is looked up anew.
///
/// # Errors
/// 404, 409 when it is closed, 422 for an unknown role.
pub fn change(tx: &mut Tx<'_>, id: Id, change: AccountChange) -> ApiResult<()> {
    let account = find(tx, id)?;
    if account.is_closed {
        return Err(ApiError::Conflict(CLOSED_FOR_GOOD));
    }
    let (at, version) = (tx.at().naive_utc(), account.version + 1);
    let entry = |field: &'static str| Entry::updated(TABLE, id, &account.division_code, version, vec![field.into()]);
    let stamp = (accounts::version.eq(version), accounts::updated_at.eq(at));
    let target = accounts::table.find(id);
    match change {
        AccountChange::Active(is_active) => {
            tx.apply(diesel::update(target).set((accounts::is_active.eq(is_active), stamp)), entry("is_active"))?;
        }
        AccountChange::Role(role) => {
            roles::find(tx.db, &role)?.ok_or_else(|| ApiError::invalid("/role", UNKNOWN_ROLE))?;
            tx.apply(diesel::update(target).set((accounts::role.eq(role), stamp)), entry("role"))?;
        }
        AccountChange::Password(hash) => {
            let no_code = (accounts::set_up_hash.eq(None::<Vec<u8>>), accounts::set_up_until.eq(None::<NaiveDateTime>));
            let set = (accounts::password_hash.eq(hash), no_code, stamp);
            tx.apply(diesel::update(target).set(set), entry("password"))?;
        }
    }
    end_sessions_of(tx, id)
}
