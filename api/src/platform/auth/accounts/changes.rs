//! What administrators do to accounts. Whatever changes what an account may do ends its sessions in the same transaction.
use diesel::prelude::*;

use super::dto::{Account, CreateAccount, DescribeAccount};
use super::rules::{UNASSIGNED, expect_another, is_administrator};
use super::store::{Row, find, find_row, has_another};
use super::{AccountSecrets, CLOSED_FOR_GOOD, NAME_TAKEN, NO_PASSWORD, TABLE, end_sessions_of, is_taken, requests};
use crate::platform::access::Tx;
use crate::platform::db::schema::accounts;
use crate::platform::db::sql;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::Patch;
use crate::platform::id::Id;
use crate::platform::journal::Entry;

pub(super) const ELSEWHERE: Rule = Rule {
    code: "account.division_code.scope",
    zh: "该区划不在您的管理范围内",
    en: "this division is outside your area",
};
const LAST: Rule = Rule {
    code: "account.last_administrator",
    zh: "这是最后一个能登录的同类管理员，不能停用、注销或者改换角色",
    en: "nobody else can sign in as this kind of administrator; another one is needed first",
};
const NO_ROLE: Rule =
    Rule { code: "account.role.none", zh: "这个账号没有角色", en: "this account has no role" };

/// Makes an account without a role and without a password.
///
/// # Errors
/// 422 for a name that is taken or a division outside the caller's area.
pub fn create(tx: &mut Tx<'_>, new: CreateAccount) -> ApiResult<Account> {
    let CreateAccount { username, display_name, post, division_code } = new;
    if !tx.scope.covers(&division_code) {
        return Err(ApiError::invalid("/division_code", ELSEWHERE));
    }
    if is_taken(tx.db, &username)? {
        return Err(ApiError::invalid("/username", NAME_TAKEN));
    }
    let (id, at, made_by) = (Id::new(), tx.at().naive_utc(), tx.author().account_id());
    let (key, data_key) = tx.vault().new_key()?;
    let sealed = key.seal(TABLE, id, &AccountSecrets { display_name, post })?;
    let statement = diesel::insert_into(accounts::table).values((
        accounts::id.eq(id),
        accounts::username.eq(username),
        accounts::password_hash.eq(NO_PASSWORD),
        accounts::role.eq(UNASSIGNED),
        accounts::division_code.eq(division_code.clone()),
        accounts::is_active.eq(true),
        accounts::data_key.eq(data_key),
        accounts::sealed.eq(sealed),
        accounts::made_by_id.eq(made_by),
        (accounts::version.eq(1), accounts::created_at.eq(at), accounts::updated_at.eq(at)),
    ));
    tx.apply(statement, Entry::created(TABLE, id, &division_code))?;
    find(tx, id)
}

/// Says whose account it is.
///
/// # Errors
/// 404; 412; 409 when it is closed or one's own.
pub fn describe(tx: &mut Tx<'_>, id: Id, version: i64, patch: Patch<DescribeAccount>) -> ApiResult<Account> {
    let row = changeable(tx, id, version)?;
    let (who, names) = patch.apply(&row.who(tx)?)?;
    if names.is_empty() {
        return find(tx, id);
    }
    let DescribeAccount { display_name, post } = who;
    let secrets = AccountSecrets { display_name, post };
    let sealed = tx.vault().open_key(&row.data_key)?.seal(TABLE, id, &secrets)?;
    let stamp = (accounts::version.eq(version + 1), accounts::updated_at.eq(tx.at().naive_utc()));
    let entry = Entry::updated(TABLE, id, &row.division_code, version + 1, names);
    tx.apply(diesel::update(accounts::table.find(id)).set((accounts::sealed.eq(sealed), stamp)), entry)?;
    find(tx, id)
}

/// Locks an account, or unlocks it: with the role it has.
///
/// # Errors
/// 404; 412; 409 when it is closed, one's own, or the last of a kind.
pub fn set_active(tx: &mut Tx<'_>, id: Id, version: i64, is_active: bool) -> ApiResult<Account> {
    let row = changeable(tx, id, version)?;
    if row.is_active == is_active {
        return find(tx, id);
    }
    if !is_active {
        expect_another_of_its_kind(tx, &row)?;
    }
    let stamp = (accounts::version.eq(version + 1), accounts::updated_at.eq(tx.at().naive_utc()));
    let action = if is_active { "unlocked" } else { "locked" };
    let entry =
        Entry { action, ..Entry::updated(TABLE, id, &row.division_code, version + 1, vec!["is_active".into()]) };
    tx.apply(diesel::update(accounts::table.find(id)).set((accounts::is_active.eq(is_active), stamp)), entry)?;
    end_sessions_of(tx, id)?;
    find(tx, id)
}

/// Closes an account for good. It stays, since the journal names it.
///
/// # Errors
/// As [`set_active`].
pub fn close(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<Account> {
    let row = changeable(tx, id, version)?;
    expect_another_of_its_kind(tx, &row)?;
    let at = tx.at().naive_utc();
    let no_code = (accounts::set_up_hash.eq(None::<Vec<u8>>), accounts::set_up_until.eq(None::<chrono::NaiveDateTime>));
    let stamp = (accounts::version.eq(version + 1), accounts::updated_at.eq(at));
    let closed = (accounts::is_active.eq(false), accounts::closed_at.eq(at), accounts::password_hash.eq(NO_PASSWORD));
    let entry = Entry::updated(TABLE, id, &row.division_code, version + 1, vec!["closed_at".into()]);
    let statement = diesel::update(accounts::table.find(id)).set((closed, no_code, stamp));
    tx.apply(statement, Entry { action: "closed", ..entry })?;
    requests::withdraw_all(tx, id)?;
    end_sessions_of(tx, id)?;
    find(tx, id)
}

/// Ends what is signed in with an account.
///
/// # Errors
/// 404; 412; 409 when it is closed or one's own.
pub fn end_sessions(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<Account> {
    let row = changeable(tx, id, version)?;
    let stamp = (accounts::version.eq(version + 1), accounts::updated_at.eq(tx.at().naive_utc()));
    let entry = Entry::updated(TABLE, id, &row.division_code, version + 1, vec!["sessions".into()]);
    tx.apply(diesel::update(accounts::table.find(id)).set(stamp), Entry { action: "signed_out", ..entry })?;
    end_sessions_of(tx, id)?;
    find(tx, id)
}

/// Takes the role of an account away; that needs no second person. What was asked for it falls with it.
///
/// # Errors
/// 404; 412; 409 when it has none, is closed, one's own, or the last of a kind.
pub fn revoke_role(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<Account> {
    let row = changeable(tx, id, version)?;
    if row.role == UNASSIGNED {
        return Err(ApiError::Conflict(NO_ROLE));
    }
    assign(tx, &row, UNASSIGNED, &row.division_code)?;
    requests::withdraw_all(tx, id)?;
    find(tx, id)
}

/// Gives an account a role and an area, whoever decided that. The journal names the role: who reads it sees what was granted.
///
/// # Errors
/// 409 when it is the last of a kind.
pub(super) fn assign(tx: &mut Tx<'_>, row: &Row, role: &str, division_code: &str) -> ApiResult<()> {
    if row.role != role {
        expect_another_of_its_kind(tx, row)?;
    }
    let version = row.version + 1;
    let mut changed = vec!["role".into(), format!("role/{role}").into()];
    if row.division_code != division_code {
        changed.push("division_code".into());
    }
    let statement = diesel::update(accounts::table.find(row.id)).set((
        accounts::role.eq(role.to_owned()),
        accounts::division_code.eq(division_code.to_owned()),
        accounts::version.eq(version),
        accounts::updated_at.eq(tx.at().naive_utc()),
    ));
    tx.apply(statement, Entry::updated(TABLE, row.id, division_code, version, changed))?;
    end_sessions_of(tx, row.id)
}

/// An account that may be changed by the caller, at the version they read.
pub(super) fn changeable(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<Row> {
    let row = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    expect_another(tx.author().account_id(), id).map_err(ApiError::Conflict)?;
    if row.closed_at.is_some() { Err(ApiError::Conflict(CLOSED_FOR_GOOD)) } else { Ok(row) }
}

/// Two who take the last two of a kind away at once are not both right.
fn expect_another_of_its_kind(tx: &mut Tx<'_>, row: &Row) -> ApiResult<()> {
    if !is_administrator(&row.role) || !row.is_active {
        return Ok(());
    }
    sql::one_at_a_time(tx.db, "jindu administrators")?;
    if has_another(tx, &row.role, row.id)? { Ok(()) } else { Err(ApiError::Conflict(LAST)) }
}
