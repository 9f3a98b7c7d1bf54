//! Changes to clients. What they may do is looked up anew with each.
use diesel::prelude::*;

use super::dto::{Client, CreateClient};
use super::rules;
use super::store::{AccountRow, TABLE, find, find_row, in_use, split};
use crate::platform::access::Tx;
use crate::platform::auth::accounts::{self as people, AccountSecrets, NAME_TAKEN};
use crate::platform::clock;
use crate::platform::db::schema::{accounts, clients};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::Patch;
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const KIND: &str = "client";
const ELSEWHERE: Rule = Rule {
    code: "client.division_code.scope",
    zh: "该区划不在您的管理范围内",
    en: "this division is outside your area",
};

/// Makes a client and its account.
///
/// # Errors
/// 422 for a name that is taken, a division outside the caller's area or more than a year.
pub fn create(tx: &mut Tx<'_>, new: CreateClient) -> ApiResult<Client> {
    check(tx, &new, None)?;
    let (id, account_id, at) = (Id::new(), Id::new(), tx.at().naive_utc());
    let (key, data_key) = tx.vault().new_key()?;
    let shown_as = AccountSecrets { display_name: new.name.clone(), post: None };
    let account = diesel::insert_into(accounts::table).values((
        (
            accounts::id.eq(account_id),
            accounts::username.eq(new.name.clone()),
            accounts::password_hash.eq(people::NO_PASSWORD),
            accounts::role.eq(people::MACHINE),
            accounts::kind.eq(KIND),
            accounts::division_code.eq(new.division_code.clone()),
        ),
        accounts::is_active.eq(true),
        accounts::data_key.eq(data_key),
        accounts::sealed.eq(key.seal(people::TABLE, account_id, &shown_as)?),
        (accounts::version.eq(1), accounts::created_at.eq(at), accounts::updated_at.eq(at)),
    ));
    tx.apply(account, Entry::created(people::TABLE, account_id, &new.division_code))?;
    let changed = rules::granted(None, &new).into_iter().map(Into::into).collect();
    let entry = Entry { changed, ..Entry::created(TABLE, id, &new.division_code) };
    let (columns, words) = split(new)?;
    let statement = diesel::insert_into(clients::table).values((
        clients::id.eq(id),
        clients::account_id.eq(account_id),
        columns,
        clients::sealed.eq(key.seal(TABLE, id, &words)?),
        (clients::version.eq(1), clients::created_at.eq(at), clients::updated_at.eq(at)),
    ));
    tx.apply(statement, entry)?;
    find(tx, id)
}

fn check(tx: &mut Tx<'_>, new: &CreateClient, before: Option<&CreateClient>) -> ApiResult<()> {
    rules::check_expiry(new.expires_on, before.map(|before| before.expires_on), clock::legal_date(tx.at()))?;
    if !tx.scope.covers(&new.division_code) {
        return Err(ApiError::invalid("/division_code", ELSEWHERE));
    }
    let is_renamed = before.is_none_or(|before| before.name != new.name);
    if is_renamed && people::is_taken(tx.db, &new.name)? {
        return Err(ApiError::invalid("/name", NAME_TAKEN));
    }
    Ok(())
}

/// Changes a client; what it may do from now on is looked up anew.
///
/// # Errors
/// 404; 412; 409 when it is revoked; 422 as for a new one.
pub fn update(tx: &mut Tx<'_>, id: Id, version: i64, patch: Patch<CreateClient>) -> ApiResult<Client> {
    let (row, account) = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    let before = in_use(tx, id)?.facts;
    let (after, mut names) = patch.apply(&before)?;
    if names.is_empty() {
        return find(tx, id);
    }
    check(tx, &after, Some(&before))?;
    move_account(tx, row.account_id, &account, &after)?;
    names.extend(rules::granted(Some(&before), &after).into_iter().map(Into::into));
    let entry = Entry::updated(TABLE, id, &after.division_code, version + 1, names);
    let (columns, words) = split(after)?;
    let sealed = tx.vault().open_key(&account.data_key)?.seal(TABLE, id, &words)?;
    let stamp = (clients::version.eq(version + 1), clients::updated_at.eq(tx.at().naive_utc()));
    let statement = diesel::update(clients::table.find(id)).set((columns, clients::sealed.eq(sealed), stamp));
    tx.apply(statement, entry)?;
    tx.changes_standings();
    find(tx, id)
}

/// Name and division stand with the account.
fn move_account(tx: &mut Tx<'_>, account_id: Id, now: &AccountRow, after: &CreateClient) -> ApiResult<()> {
    let differs =
        [("username", now.username != after.name), ("division_code", now.division_code != after.division_code)];
    let changed: Vec<_> = differs.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name.into()).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let shown_as = AccountSecrets { display_name: after.name.clone(), post: None };
    let sealed = tx.vault().open_key(&now.data_key)?.seal(people::TABLE, account_id, &shown_as)?;
    let version = now.account_version + 1;
    let statement = diesel::update(accounts::table.find(account_id)).set((
        accounts::username.eq(after.name.clone()),
        accounts::division_code.eq(after.division_code.clone()),
        accounts::sealed.eq(sealed),
        accounts::version.eq(version),
        accounts::updated_at.eq(tx.at().naive_utc()),
    ));
    tx.apply(statement, Entry::updated(people::TABLE, account_id, &after.division_code, version, changed)).map(drop)
}

/// Ends a client for good, and every token of its.
///
/// # Errors
/// 404; 412; 409 when it is revoked already.
pub fn revoke(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<Client> {
    let client = find(tx, id)?;
    tx.expect_version(id, client.version, version)?;
    in_use(tx, id)?;
    let (at, next) = (tx.at().naive_utc(), version + 1);
    let changes = (clients::revoked_at.eq(at), clients::version.eq(next), clients::updated_at.eq(at));
    let entry = Entry::updated(TABLE, id, &client.facts.division_code, next, vec!["revoked_at".into()]);
    tx.apply(diesel::update(clients::table.find(id)).set(changes), Entry { action: "revoked", ..entry })?;
    tx.changes_standings();
    find(tx, id)
}

/// Notes in the journal that something that hangs on the client changed.
///
/// # Errors
/// The database refuses.
pub fn touch(tx: &mut Tx<'_>, client: &Client, field: &'static str) -> ApiResult<()> {
    let next = client.version + 1;
    let changes = (clients::version.eq(next), clients::updated_at.eq(tx.at().naive_utc()));
    let entry = Entry::updated(TABLE, client.id, &client.facts.division_code, next, vec![field.into()]);
    tx.apply(diesel::update(clients::table.find(client.id)).set(changes), entry).map(drop)
}
