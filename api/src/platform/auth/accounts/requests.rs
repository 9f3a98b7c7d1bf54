//! What one asks for an account and another confirms: a role with its area, and a new password where there is a role already.
//! A new password is as much as the role: whoever set it would be that official.
use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::changes::{self, ELSEWHERE};
use super::dto::{AccountRequest, AccountRequestFilter, AccountRequestKind, AccountRequestState, RequestRole};
use super::rules::{ToConfirm, expect_may_ask_for_role, expect_may_confirm, may_be_given};
use super::store::{Row, named, rows_of};
use super::{CLOSED_FOR_GOOD, UNKNOWN_ROLE, setting_up};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::{Scope, roles};
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::account_requests;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Paging};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const TABLE: &str = "account_requests";
const NO_REQUEST: Rule = Rule { code: "account_request.not_found", zh: "没有这项申请", en: "no such request" };
const DECIDED: Rule = Rule {
    code: "account_request.decided",
    zh: "这项申请已经办结或者失效",
    en: "this request has been decided, or another has taken its place",
};

type Query = account_requests::BoxedQuery<'static, Backend>;

#[derive(Queryable, Selectable)]
#[diesel(table_name = account_requests, check_for_backend(Backend))]
struct RequestRow {
    id: Id,
    account_id: Id,
    kind: String,
    role: Option<String>,
    division_code: String,
    code_hash: Option<Vec<u8>>,
    state: String,
    asked_by_id: Id,
    decided_by_id: Option<Id>,
    decided_at: Option<NaiveDateTime>,
    version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// A page of requests, the newest first.
///
/// # Errors
/// The database refuses.
pub fn list(
    reading: &mut Reading<'_>,
    filter: &AccountRequestFilter,
    paging: Paging,
) -> ApiResult<Page<AccountRequest>> {
    let counted = matching(reading.scope, filter).select(account_requests::id).limit(MOST_COUNTED + 1);
    let counted = counted.load::<Id>(reading.db)?.len();
    let rows: Vec<RequestRow> = matching(reading.scope, filter)
        .order((account_requests::created_at.desc(), account_requests::id.desc()))
        .select(RequestRow::as_select())
        .limit(paging.per_page)
        .offset(paging.offset())
        .load(reading.db)?;
    let items = join(reading, rows)?;
    Ok(Page::new(items, i64::try_from(counted).unwrap_or(i64::MAX)))
}

/// One request.
///
/// # Errors
/// 404 when there is none in the caller's area.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<AccountRequest> {
    let row = find_row(reading, id)?;
    join(reading, vec![row])?.pop().ok_or(ApiError::NotFound(NO_REQUEST))
}

/// Asks for a role. Nothing changes until somebody else confirms it.
///
/// # Errors
/// 404; 412; 409 when the account is closed, one's own, or one's own making; 422 for a role that nobody can be given or a
/// division outside the caller's area.
pub fn ask_for_role(tx: &mut Tx<'_>, account_id: Id, version: i64, wanted: RequestRole) -> ApiResult<AccountRequest> {
    let account = changes::changeable(tx, account_id, version)?;
    let RequestRole { role, division_code } = wanted;
    if !may_be_given(&role) || roles::find(tx.db, &role)?.is_none() {
        return Err(ApiError::invalid("/role", UNKNOWN_ROLE));
    }
    if !tx.scope.covers(&division_code) {
        return Err(ApiError::invalid("/division_code", ELSEWHERE));
    }
    let asker = tx.author().account_id();
    expect_may_ask_for_role(asker, account_id, account.made_by_id).map_err(ApiError::Conflict)?;
    let id = ask(tx, &account, &division_code, What { kind: AccountRequestKind::Role, role: Some(role), hash: None })?;
    find(tx, id)
}

/// What is asked.
pub(super) struct What {
    pub(super) kind: AccountRequestKind,
    pub(super) role: Option<String>,
    /// The hash of a set-up code.
    pub(super) hash: Option<Vec<u8>>,
}

/// Puts a request down; one of its kind that is open is overtaken by it.
pub(super) fn ask(tx: &mut Tx<'_>, account: &Row, division_code: &str, what: What) -> ApiResult<Id> {
    let asked_by = tx.author().account_id().ok_or(ApiError::Unauthenticated)?;
    withdraw(tx, account.id, &[what.kind])?;
    let (id, at) = (Id::new(), tx.at().naive_utc());
    let granted = what.role.as_ref().map(|role| format!("role/{role}").into());
    let entry = Entry { changed: granted.into_iter().collect(), ..Entry::created(TABLE, id, division_code) };
    let statement = diesel::insert_into(account_requests::table).values((
        account_requests::id.eq(id),
        account_requests::account_id.eq(account.id),
        account_requests::kind.eq(what.kind.code()),
        account_requests::role.eq(what.role),
        account_requests::division_code.eq(division_code.to_owned()),
        account_requests::code_hash.eq(what.hash),
        account_requests::state.eq(AccountRequestState::Open.code()),
        account_requests::asked_by_id.eq(asked_by),
        (account_requests::version.eq(1), account_requests::created_at.eq(at), account_requests::updated_at.eq(at)),
    ));
    tx.apply(statement, entry)?;
    Ok(id)
}

/// Confirms a request, which then takes effect at once, or declines it.
///
/// # Errors
/// 404; 412; 409 when it was decided, is the caller's own or of their own making, or not theirs to confirm.
pub fn decide(tx: &mut Tx<'_>, id: Id, version: i64, is_confirmed: bool) -> ApiResult<AccountRequest> {
    let row = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    if row.state != AccountRequestState::Open.code() {
        return Err(ApiError::Conflict(DECIDED));
    }
    let account = account_of(tx, &row)?;
    expect_second(tx, &row, &account)?;
    let state = if is_confirmed { AccountRequestState::Confirmed } else { AccountRequestState::Declined };
    settle(tx, &row, state)?;
    if is_confirmed {
        match (&row.role, row.code_hash) {
            (Some(role), _) => {
                changes::assign(tx, &account, role, &row.division_code)?;
                // What else was asked was asked for another role, or in another area.
                withdraw_all(tx, account.id)?;
            }
            (None, Some(hash)) => setting_up::admit(tx, &account, hash)?,
            (None, None) => return Err(ApiError::Conflict(DECIDED)),
        }
    }
    find(tx, id)
}

fn account_of(tx: &mut Tx<'_>, row: &RequestRow) -> ApiResult<Row> {
    let account = rows_of(tx, vec![row.account_id])?.remove(&row.account_id).ok_or(ApiError::NotFound(NO_REQUEST))?;
    if account.closed_at.is_some() { Err(ApiError::Conflict(CLOSED_FOR_GOOD)) } else { Ok(account) }
}

fn expect_second(tx: &mut Tx<'_>, row: &RequestRow, account: &Row) -> ApiResult<()> {
    let confirmer = tx.author().account_id().ok_or(ApiError::Unauthenticated)?;
    let own = rows_of(tx, vec![confirmer])?.remove(&confirmer).ok_or(ApiError::Unauthenticated)?;
    let what = ToConfirm {
        account_id: account.id,
        made_by: account.made_by_id,
        asked_by: row.asked_by_id,
        present_role: &account.role,
        asked_role: row.role.as_deref(),
    };
    expect_may_confirm(confirmer, &own.role, what).map_err(ApiError::Conflict)
}

/// What is open about an account and will not be decided any more.
pub(super) fn withdraw_all(tx: &mut Tx<'_>, account_id: Id) -> ApiResult<()> {
    withdraw(tx, account_id, AccountRequestKind::ALL)
}

fn withdraw(tx: &mut Tx<'_>, account_id: Id, kinds: &[AccountRequestKind]) -> ApiResult<()> {
    let codes: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
    let open = account_requests::table
        .filter(account_requests::account_id.eq(account_id))
        .filter(account_requests::kind.eq_any(codes))
        .filter(account_requests::state.eq(AccountRequestState::Open.code()));
    let rows: Vec<RequestRow> = open.select(RequestRow::as_select()).load(tx.db)?;
    rows.iter().try_for_each(|row| settle(tx, row, AccountRequestState::Withdrawn))
}

/// Writes down how it ended; the code that came with it is of no use here any more.
fn settle(tx: &mut Tx<'_>, row: &RequestRow, state: AccountRequestState) -> ApiResult<()> {
    let (at, version) = (tx.at().naive_utc(), row.version + 1);
    let is_decided = state != AccountRequestState::Withdrawn;
    let (action, decided_by) = match state {
        AccountRequestState::Confirmed => ("confirmed", tx.author().account_id()),
        AccountRequestState::Declined => ("declined", tx.author().account_id()),
        AccountRequestState::Open | AccountRequestState::Withdrawn => ("withdrawn", None),
    };
    let statement = diesel::update(account_requests::table.find(row.id)).set((
        account_requests::state.eq(state.code()),
        account_requests::decided_by_id.eq(decided_by),
        account_requests::decided_at.eq(is_decided.then_some(at)),
        account_requests::code_hash.eq(None::<Vec<u8>>),
        account_requests::version.eq(version),
        account_requests::updated_at.eq(at),
    ));
    let entry = Entry::updated(TABLE, row.id, &row.division_code, version, vec!["state".into()]);
    tx.apply(statement, Entry { action, ..entry }).map(drop)
}

fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<RequestRow> {
    let query = visible(reading.scope).filter(account_requests::id.eq(id));
    let row = query.select(RequestRow::as_select()).first(reading.db).optional()?;
    row.ok_or(ApiError::NotFound(NO_REQUEST))
}

/// The requests that concern the caller's area. Every query starts here.
fn visible(scope: &Scope) -> Query {
    account_requests::table
        .into_boxed()
        .filter(account_requests::division_code.ge(scope.from.clone()))
        .filter(account_requests::division_code.lt(scope.to.clone()))
}

fn matching(scope: &Scope, filter: &AccountRequestFilter) -> Query {
    let mut query = visible(scope);
    if let Some(state) = filter.state {
        query = query.filter(account_requests::state.eq(state.code()));
    }
    if let Some(account) = filter.account {
        query = query.filter(account_requests::account_id.eq(account));
    }
    query
}

fn join(reading: &mut Reading<'_>, rows: Vec<RequestRow>) -> ApiResult<Vec<AccountRequest>> {
    let ids = rows.iter().flat_map(|row| [Some(row.account_id), Some(row.asked_by_id), row.decided_by_id]);
    let accounts = rows_of(reading, ids.flatten().collect())?;
    rows.into_iter().map(|row| shown(reading, row, &accounts)).collect()
}

fn shown(reading: &Reading<'_>, row: RequestRow, accounts: &HashMap<Id, Row>) -> ApiResult<AccountRequest> {
    let known = |id: Id| accounts.get(&id).ok_or(ApiError::NotFound(NO_REQUEST));
    let account = known(row.account_id)?;
    Ok(AccountRequest {
        id: row.id,
        account: named(account),
        who: account.who(reading)?,
        kind: AccountRequestKind::stored(&row.kind)?,
        role: row.role,
        present_role: account.role.clone(),
        division_code: row.division_code,
        state: AccountRequestState::stored(&row.state)?,
        asked_by: named(known(row.asked_by_id)?),
        decided_by: row.decided_by_id.map(known).transpose()?.map(named),
        decided_at: row.decided_at.map(|at| at.and_utc()),
        version: row.version,
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
    })
}
