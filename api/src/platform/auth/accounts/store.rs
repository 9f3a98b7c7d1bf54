//! Queries on `accounts` as administrators see them: those of persons, in the caller's area. Rows never leave this file.
use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::dto::{Account, AccountFilter, AccountState, DescribeAccount, NamedAccount};
use super::{AccountSecrets, NO_ACCOUNT, NO_PASSWORD, PERSON, TABLE};
use crate::platform::access::Reading;
use crate::platform::auth::Scope;
use crate::platform::clock;
use crate::platform::db::Backend;
use crate::platform::db::schema::{account_requests, accounts, sessions};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Page, Paging};
use crate::platform::id::Id;

type Query = accounts::BoxedQuery<'static, Backend>;

/// An account as it is stored, without its password.
#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts, check_for_backend(Backend))]
pub(super) struct Row {
    pub(super) id: Id,
    pub(super) username: String,
    pub(super) role: String,
    pub(super) division_code: String,
    pub(super) is_active: bool,
    pub(super) data_key: Vec<u8>,
    pub(super) sealed: Vec<u8>,
    pub(super) version: i64,
    pub(super) made_by_id: Option<Id>,
    pub(super) closed_at: Option<NaiveDateTime>,
    password_hash: String,
    set_up_until: Option<NaiveDateTime>,
    last_signed_in_at: Option<NaiveDateTime>,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

impl Row {
    pub(super) fn state(&self) -> AccountState {
        match self {
            Self { closed_at: Some(_), .. } => AccountState::Closed,
            Self { is_active: false, .. } => AccountState::Locked,
            Self { password_hash, .. } if password_hash == NO_PASSWORD => AccountState::Invited,
            _ => AccountState::Active,
        }
    }

    /// What is sealed of it.
    pub(super) fn who(&self, reading: &Reading<'_>) -> ApiResult<DescribeAccount> {
        let secrets: AccountSecrets = reading.vault().open_key(&self.data_key)?.open(TABLE, self.id, &self.sealed)?;
        let AccountSecrets { display_name, post } = secrets;
        Ok(DescribeAccount { display_name, post })
    }
}

/// A page of accounts, by name.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &AccountFilter, paging: Paging) -> ApiResult<Page<Account>> {
    let query = matching(reading.scope, filter).order(accounts::username.asc());
    let rows: Vec<Row> = query.select(Row::as_select()).load(reading.db)?;
    let wanted = filter.q.as_deref().map(str::to_lowercase);
    let mut found = Vec::new();
    for row in rows {
        // Names are sealed, so they are looked through here: an area has as many accounts as officials.
        let who = row.who(reading)?;
        let has = |text: &str| wanted.as_deref().is_none_or(|wanted| text.to_lowercase().contains(wanted));
        if has(&row.username) || has(&who.display_name) {
            found.push((row, who));
        }
    }
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let skipped = usize::try_from(paging.offset()).unwrap_or(usize::MAX);
    let most = usize::try_from(paging.per_page).unwrap_or_default();
    let shown: Vec<_> = found.into_iter().skip(skipped).take(most).collect();
    let open = Open::of(reading, shown.iter().map(|(row, _)| row.id).collect())?;
    Ok(Page::new(shown.into_iter().map(|(row, who)| join(row, who, &open)).collect(), total))
}

/// One account.
///
/// # Errors
/// 404 when there is none in the caller's area.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<Account> {
    let row = find_row(reading, id)?;
    let (who, open) = (row.who(reading)?, Open::of(reading, vec![id])?);
    Ok(join(row, who, &open))
}

pub(super) fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<Row> {
    let query = visible(reading.scope).filter(accounts::id.eq(id));
    let row = query.select(Row::as_select()).first(reading.db).optional()?;
    row.ok_or(ApiError::NotFound(NO_ACCOUNT))
}

/// These accounts wherever they are, for a request that somebody may see.
pub(super) fn rows_of(reading: &mut Reading<'_>, ids: Vec<Id>) -> ApiResult<HashMap<Id, Row>> {
    let rows: Vec<Row> = accounts::table.filter(accounts::id.eq_any(ids)).select(Row::as_select()).load(reading.db)?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// How many accounts that are not closed have each role.
///
/// # Errors
/// The database refuses.
pub fn count_by_role(reading: &mut Reading<'_>) -> ApiResult<HashMap<String, i64>> {
    let query = visible(reading.scope).filter(accounts::closed_at.is_null()).select(accounts::role);
    let roles: Vec<String> = query.load(reading.db)?;
    let mut counted = HashMap::new();
    roles.into_iter().for_each(|role| *counted.entry(role).or_default() += 1);
    Ok(counted)
}

/// Whether somebody else can sign in with this role.
///
/// # Errors
/// The database refuses.
pub(super) fn has_another(reading: &mut Reading<'_>, role: &str, id: Id) -> ApiResult<bool> {
    let others = accounts::table
        .filter(accounts::kind.eq(PERSON))
        .filter(accounts::role.eq(role.to_owned()))
        .filter(accounts::is_active.eq(true))
        .filter(accounts::password_hash.ne(NO_PASSWORD))
        .filter(accounts::id.ne(id));
    Ok(others.select(accounts::id).first::<Id>(reading.db).optional()?.is_some())
}

/// The accounts of the caller's area. Every query starts here.
fn visible(scope: &Scope) -> Query {
    accounts::table
        .into_boxed()
        .filter(accounts::kind.eq(PERSON))
        .filter(accounts::division_code.ge(scope.from.clone()))
        .filter(accounts::division_code.lt(scope.to.clone()))
}

fn matching(scope: &Scope, filter: &AccountFilter) -> Query {
    let mut query = match filter.division.as_deref() {
        Some(division) => visible(&scope.narrowed(division)),
        None => visible(scope),
    };
    if let Some(role) = filter.role.clone() {
        query = query.filter(accounts::role.eq(role));
    }
    match filter.state {
        Some(AccountState::Closed) => query.filter(accounts::closed_at.is_not_null()),
        Some(AccountState::Locked) => query.filter(accounts::closed_at.is_null()).filter(accounts::is_active.eq(false)),
        Some(AccountState::Invited) => {
            query.filter(accounts::is_active.eq(true)).filter(accounts::password_hash.eq(NO_PASSWORD))
        }
        Some(AccountState::Active) => {
            query.filter(accounts::is_active.eq(true)).filter(accounts::password_hash.ne(NO_PASSWORD))
        }
        None => query.filter(accounts::closed_at.is_null()),
    }
}

/// What is open about accounts: sessions, and requests.
struct Open {
    sessions: HashMap<Id, i64>,
    requests: HashMap<Id, i64>,
}

impl Open {
    fn of(reading: &mut Reading<'_>, ids: Vec<Id>) -> ApiResult<Self> {
        let alive = sessions::table
            .filter(sessions::account_id.eq_any(ids.clone()))
            .filter(sessions::revoked_at.is_null())
            .filter(sessions::expires_at.gt(clock::now().naive_utc()));
        let waiting = account_requests::table
            .filter(account_requests::account_id.eq_any(ids))
            .filter(account_requests::state.eq("open"));
        Ok(Self {
            sessions: counted(alive.select(sessions::account_id).load(reading.db)?),
            requests: counted(waiting.select(account_requests::account_id).load(reading.db)?),
        })
    }
}

fn counted(ids: Vec<Id>) -> HashMap<Id, i64> {
    let mut counted = HashMap::new();
    ids.into_iter().for_each(|id| *counted.entry(id).or_default() += 1);
    counted
}

pub(super) fn named(row: &Row) -> NamedAccount {
    NamedAccount { id: row.id, username: row.username.clone() }
}

fn join(row: Row, who: DescribeAccount, open: &Open) -> Account {
    let state = row.state();
    let Row { id, username, role, division_code, set_up_until, last_signed_in_at, closed_at, .. } = row;
    let set_up_until = set_up_until.map(|until| until.and_utc()).filter(|until| *until > clock::now());
    let count = |counted: &HashMap<Id, i64>| counted.get(&id).copied().unwrap_or_default();
    Account {
        id,
        username,
        who,
        role,
        division_code,
        state,
        set_up_until,
        last_signed_in_at: last_signed_in_at.map(|at| at.and_utc()),
        open_sessions: count(&open.sessions),
        open_requests: count(&open.requests),
        closed_at: closed_at.map(|at| at.and_utc()),
        version: row.version,
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
    }
}
