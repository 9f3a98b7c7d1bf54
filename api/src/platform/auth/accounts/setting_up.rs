//! Setting a password with a one-time code: an administrator hands it over on paper, its holder chooses the password. No
//! administrator ever knows one.
use chrono::Duration;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::dto::{AccountRequestKind, NewSetUpCode};
use super::requests::{self, What};
use super::rules::UNASSIGNED;
use super::store::Row;
use super::{Account, LOCKED, PERSON, TABLE, changes, end_sessions_of, find_by_name};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::setup::random_code;
use crate::platform::clock;
use crate::platform::db::schema::accounts;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

/// A code is good for a day.
const HOURS: i64 = 24;
/// Another code than the one that was handed over, or one that has run out, or no such account.
pub(super) const WRONG_CODE: Rule = Rule {
    code: "set_up.code",
    zh: "登录名或启用码不对，或者启用码已过期",
    en: "the user name or the code is wrong, or the code has run out",
};

fn hash(code: &str) -> Vec<u8> {
    Sha256::digest(code.trim().to_uppercase().as_bytes()).to_vec()
}

/// Makes a code. It takes effect at once where the account has no role, and else once somebody has confirmed it; the password
/// there is stays good until the code is used.
///
/// # Errors
/// 404; 412; 409 when the account is locked, closed, or one's own.
pub fn issue(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<NewSetUpCode> {
    let account = changes::changeable(tx, id, version)?;
    if !account.is_active {
        return Err(ApiError::Conflict(LOCKED));
    }
    let code = random_code();
    let username = account.username.clone();
    if account.role == UNASSIGNED {
        admit(tx, &account, hash(&code))?;
        let good_until = Some(tx.at() + Duration::hours(HOURS));
        return Ok(NewSetUpCode { account_id: id, username, code, good_until, request_id: None });
    }
    let what = What { kind: AccountRequestKind::SetUp, role: None, hash: Some(hash(&code)) };
    let request_id = Some(requests::ask(tx, &account, &account.division_code, what)?);
    Ok(NewSetUpCode { account_id: id, username, code, good_until: None, request_id })
}

/// From now on, and for a day, whoever brings the code sets the password.
pub(super) fn admit(tx: &mut Tx<'_>, account: &Row, hash: Vec<u8>) -> ApiResult<()> {
    let (at, version) = (tx.at(), account.version + 1);
    let statement = diesel::update(accounts::table.find(account.id)).set((
        accounts::set_up_hash.eq(Some(hash)),
        accounts::set_up_until.eq(Some((at + Duration::hours(HOURS)).naive_utc())),
        accounts::version.eq(version),
        accounts::updated_at.eq(at.naive_utc()),
    ));
    let entry = Entry::updated(TABLE, account.id, &account.division_code, version, vec!["set_up_code".into()]);
    tx.apply(statement, entry).map(drop)
}

/// The account this code was handed over for.
///
/// # Errors
/// 422, in the same words whatever is wrong.
pub fn find(reading: &mut Reading<'_>, username: &str, code: &str) -> ApiResult<Account> {
    let found = accounts::table
        .filter(accounts::username.eq(username.to_owned()))
        .filter(accounts::kind.eq(PERSON))
        .filter(accounts::is_active.eq(true))
        .filter(accounts::set_up_hash.eq(hash(code)))
        .filter(accounts::set_up_until.gt(clock::now().naive_utc()))
        .select(accounts::id);
    let is_good = found.first::<Id>(reading.db).optional()?.is_some();
    let account = if is_good { find_by_name(reading, username)? } else { None };
    account.ok_or_else(|| ApiError::invalid("/code", WRONG_CODE))
}

/// Sets the password, once: the code is gone with it.
///
/// # Errors
/// 422 when somebody was quicker.
pub fn finish(tx: &mut Tx<'_>, username: &str, code: &str, password_hash: String) -> ApiResult<Id> {
    let account = find(tx, username, code)?;
    let (id, version) = (account.id, account.version + 1);
    let statement = diesel::update(accounts::table.find(id)).set((
        accounts::password_hash.eq(password_hash),
        accounts::set_up_hash.eq(None::<Vec<u8>>),
        accounts::set_up_until.eq(None::<chrono::NaiveDateTime>),
        accounts::version.eq(version),
        accounts::updated_at.eq(tx.at().naive_utc()),
    ));
    tx.apply(statement, Entry::updated(TABLE, id, &account.division_code, version, vec!["password".into()]))?;
    end_sessions_of(tx, id)?;
    Ok(id)
}
