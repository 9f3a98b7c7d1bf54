//! Queries on `clients`. Rows never leave this file.
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::credentials;
use super::dto::{Client, ClientFilter, ClientKind, CreateClient};
use crate::platform::access::Reading;
use crate::platform::auth::Scope;
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::{accounts, client_rows, clients};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Paging};
use crate::platform::id::Id;

pub(super) const TABLE: &str = "clients";
const NO_CLIENT: Rule = Rule { code: "client.not_found", zh: "没有这个机器接入", en: "no such machine client" };
const REVOKED: Rule =
    Rule { code: "client.revoked", zh: "这个机器接入已撤销", en: "this machine client is revoked" };

type Query = diesel::dsl::IntoBoxed<'static, diesel::dsl::InnerJoin<clients::table, accounts::table>, Backend>;

#[derive(Queryable, Selectable)]
#[diesel(table_name = clients, check_for_backend(Backend))]
pub(super) struct ClientRow {
    id: Id,
    pub(super) account_id: Id,
    #[diesel(embed)]
    facts: ClientColumns,
    revoked_at: Option<NaiveDateTime>,
    last_used_at: Option<NaiveDateTime>,
    sealed: Vec<u8>,
    pub(super) version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = clients, check_for_backend(Backend))]
pub(super) struct ClientColumns {
    kind: String,
    capabilities: String,
    sees: String,
    networks: String,
    rows_a_day: i64,
    expires_on: NaiveDate,
}

/// What is sealed of a client, under the key of its account: it may name somebody to call.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ClientSecrets {
    agency: String,
    description: Option<String>,
}

/// What of a client stands with its account.
#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts, check_for_backend(Backend))]
pub(super) struct AccountRow {
    pub(super) username: String,
    pub(super) division_code: String,
    pub(super) data_key: Vec<u8>,
    #[diesel(column_name = version)]
    pub(super) account_version: i64,
}

/// A page of clients, by name.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &ClientFilter, paging: Paging) -> ApiResult<Page<Client>> {
    let counted = matching(reading.scope, filter).select(clients::id).limit(MOST_COUNTED + 1);
    let counted = counted.load::<Id>(reading.db)?.len();
    let rows: Vec<(ClientRow, AccountRow)> = matching(reading.scope, filter)
        .order((accounts::username.asc(), clients::id.asc()))
        .select((ClientRow::as_select(), AccountRow::as_select()))
        .limit(paging.per_page)
        .offset(paging.offset())
        .load(reading.db)?;
    let items = rows.into_iter().map(|row| join(reading, row)).collect::<ApiResult<_>>()?;
    Ok(Page::new(items, i64::try_from(counted).unwrap_or(i64::MAX)))
}

/// One client.
///
/// # Errors
/// 404 when there is none in the caller's area.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<Client> {
    let row = find_row(reading, id)?;
    join(reading, row)
}

/// The client of this name.
///
/// # Errors
/// 404 when there is none in the caller's area.
pub fn find_by_name(reading: &mut Reading<'_>, name: &str) -> ApiResult<Client> {
    let query = visible(reading.scope).filter(accounts::username.eq(name.to_owned()));
    let row = query.select((ClientRow::as_select(), AccountRow::as_select())).first(reading.db).optional()?;
    join(reading, row.ok_or(ApiError::NotFound(NO_CLIENT))?)
}

pub(super) fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<(ClientRow, AccountRow)> {
    let query = visible(reading.scope).filter(clients::id.eq(id));
    let row = query.select((ClientRow::as_select(), AccountRow::as_select())).first(reading.db).optional()?;
    row.ok_or(ApiError::NotFound(NO_CLIENT))
}

/// A client that was not revoked.
///
/// # Errors
/// 404; 409 when it was.
pub fn in_use(reading: &mut Reading<'_>, id: Id) -> ApiResult<Client> {
    let client = find(reading, id)?;
    if client.revoked_at.is_some() { Err(ApiError::Conflict(REVOKED)) } else { Ok(client) }
}

/// The clients of the caller's area. Every query starts here.
fn visible(scope: &Scope) -> Query {
    clients::table
        .inner_join(accounts::table)
        .into_boxed()
        .filter(accounts::division_code.ge(scope.from.clone()))
        .filter(accounts::division_code.lt(scope.to.clone()))
}

fn matching(scope: &Scope, filter: &ClientFilter) -> Query {
    let query = visible(scope);
    if filter.with_revoked { query } else { query.filter(clients::revoked_at.is_null()) }
}

fn text<T: Serialize>(values: &[T]) -> ApiResult<String> {
    serde_json::to_string(values).map_err(|error| ApiError::Internal(error.into()))
}

fn values<T: serde::de::DeserializeOwned>(text: &str) -> ApiResult<Vec<T>> {
    serde_json::from_str(text).map_err(|error| ApiError::Internal(error.into()))
}

pub(super) fn split(facts: CreateClient) -> ApiResult<(ClientColumns, ClientSecrets)> {
    let CreateClient {
        name: _,
        kind,
        agency,
        description,
        division_code: _,
        capabilities,
        sees,
        networks,
        rows_a_day,
        expires_on,
    } = facts;
    let columns = ClientColumns {
        kind: kind.code().to_owned(),
        capabilities: text(&capabilities)?,
        sees: text(&sees)?,
        networks: text(&networks)?,
        rows_a_day,
        expires_on,
    };
    Ok((columns, ClientSecrets { agency, description }))
}

fn join(reading: &mut Reading<'_>, (row, account): (ClientRow, AccountRow)) -> ApiResult<Client> {
    let ClientRow { id, account_id, facts, revoked_at, last_used_at, sealed, version, created_at, updated_at } = row;
    let AccountRow { username, division_code, data_key, account_version: _ } = account;
    let ClientColumns { kind, capabilities, sees, networks, rows_a_day, expires_on } = facts;
    let words: ClientSecrets = reading.vault().open_key(&data_key)?.open(TABLE, id, &sealed)?;
    let ClientSecrets { agency, description } = words;
    let today = client_rows::table.find((id, clock::today())).select(client_rows::shown);
    let rows_today: Option<i64> = today.first(reading.db).optional()?;
    let (secrets, keys) = credentials::shown(reading, id)?;
    let facts = CreateClient {
        name: username,
        kind: ClientKind::stored(&kind)?,
        agency,
        description,
        division_code,
        capabilities: values(&capabilities)?,
        sees: values(&sees)?,
        networks: values(&networks)?,
        rows_a_day,
        expires_on,
    };
    Ok(Client {
        id,
        facts,
        account_id,
        secrets,
        keys,
        rows_today: rows_today.unwrap_or_default(),
        last_used_at: last_used_at.map(|at| at.and_utc()),
        revoked_at: revoked_at.map(|at| at.and_utc()),
        version,
        created_at: created_at.and_utc(),
        updated_at: updated_at.and_utc(),
    })
}
