//! Queries on `webhook_hosts`. Rows never leave this file.
use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::dto::{AllowedHost, CreateAllowedHost};
use crate::exchange::webhooks::rules::{Allowed, Target, network};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::{Scope, subtree};
use crate::platform::db::Backend;
use crate::platform::db::schema::webhook_hosts as hosts;
use crate::platform::error::{ALREADY_EXISTS, ApiError, ApiResult, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Paging};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const TABLE: &str = "webhook_hosts";
const NO_HOST: Rule =
    Rule { code: "allowed_host.not_found", zh: "没有这个允许的主机", en: "no such allowed host" };
const TAKEN: Rule =
    Rule {
        code: "allowed_host.taken", zh: "该主机和端口已在允许名单中", en: "this host and port are allowed already"
    };

type Query = hosts::BoxedQuery<'static, Backend>;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = hosts, check_for_backend(Backend), treat_none_as_default_value = false)]
struct HostRow {
    id: Id,
    division_code: String,
    host: String,
    port: i32,
    networks: String,
    allows_plain_http: bool,
    version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// The entries of the caller's area. Every query of a caller's starts here.
fn visible(scope: &Scope) -> Query {
    hosts::table
        .into_boxed()
        .filter(hosts::withdrawn_at.is_null())
        .filter(hosts::division_code.ge(scope.from.clone()))
        .filter(hosts::division_code.lt(scope.to.clone()))
}

/// A page of allowed hosts, by name.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, paging: Paging) -> ApiResult<Page<AllowedHost>> {
    let scope = reading.scope;
    let counted = reading.counted(
        TABLE,
        |db| visible(scope).select(hosts::id).offset(MOST_COUNTED).first(db).optional(),
        |db| visible(scope).count().get_result(db),
    )?;
    let query = visible(scope).order((hosts::host.asc(), hosts::port.asc(), hosts::id.asc()));
    let query = query.limit(paging.per_page).offset(paging.offset()).select(HostRow::as_select());
    let rows: Vec<HostRow> = query.load(reading.db)?;
    Ok(Page::new(rows.into_iter().map(join).collect::<ApiResult<_>>()?, counted))
}

/// One allowed host.
///
/// # Errors
/// 404.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<AllowedHost> {
    let query = visible(reading.scope).filter(hosts::id.eq(id)).select(HostRow::as_select());
    query.first(reading.db).optional()?.ok_or(ApiError::NotFound(NO_HOST)).and_then(join)
}

/// Allows a host.
///
/// # Errors
/// 422 when it is allowed already.
pub fn create(tx: &mut Tx<'_>, new: CreateAllowedHost) -> ApiResult<AllowedHost> {
    let (id, at, division_code) = (Id::new(), tx.at().naive_utc(), tx.scope.division_code.clone());
    let CreateAllowedHost { host, port, networks, allows_plain_http } = new;
    let host = Target::host_of(&host).map_err(|rule| ApiError::invalid("/host", rule))?;
    let networks = networks.iter().map(|text| network(text).map(|network| network.to_string()));
    let networks = networks.collect::<Result<Vec<_>, _>>().map_err(|rule| ApiError::invalid("/networks", rule))?;
    let networks = serde_json::to_string(&networks).map_err(|error| ApiError::Internal(error.into()))?;
    let entry = Entry::created(TABLE, id, &division_code);
    let row = HostRow {
        id,
        division_code,
        host,
        port,
        networks,
        allows_plain_http,
        version: 1,
        created_at: at,
        updated_at: at,
    };
    tx.apply(diesel::insert_into(hosts::table).values(row), entry).map_err(|error| match error {
        ApiError::Conflict(ALREADY_EXISTS) => ApiError::invalid("/host", TAKEN),
        other => other,
    })?;
    find(tx, id)
}

/// Allows a host no longer.
///
/// # Errors
/// 404, 412.
pub fn delete(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<()> {
    let host = find(tx, id)?;
    tx.expect_version(id, host.version, version)?;
    let at = tx.at().naive_utc();
    let changes = (hosts::withdrawn_at.eq(at), hosts::version.eq(version + 1), hosts::updated_at.eq(at));
    let entry = Entry::withdrawn(TABLE, id, &host.division_code, version + 1);
    tx.apply(diesel::update(hosts::table.find(id)).set(changes), entry).map(drop)
}

/// What is allowed for the webhooks of a division: by entries of its own and of the areas above it, whoever asks.
///
/// # Errors
/// The database refuses.
pub fn covering(reading: &mut Reading<'_>, division_code: &str, host: &str) -> ApiResult<Vec<Allowed>> {
    let query = hosts::table.filter(hosts::withdrawn_at.is_null()).filter(hosts::host.eq(host.to_owned()));
    let rows: Vec<HostRow> = query.select(HostRow::as_select()).load(reading.db)?;
    let covers = |row: &HostRow| {
        let (from, to) = subtree(&row.division_code);
        from.as_str() <= division_code && division_code < to.as_str()
    };
    rows.into_iter().filter(covers).map(allowed).collect()
}

fn allowed(row: HostRow) -> ApiResult<Allowed> {
    let facts = join(row)?.facts;
    let networks = facts.networks.iter().filter_map(|text| network(text).ok()).collect();
    let port = u16::try_from(facts.port).unwrap_or_default();
    Ok(Allowed { host: facts.host, port, networks, allows_plain_http: facts.allows_plain_http })
}

fn join(row: HostRow) -> ApiResult<AllowedHost> {
    let HostRow { id, division_code, host, port, networks, allows_plain_http, version, created_at, updated_at } = row;
    let networks = serde_json::from_str(&networks).map_err(|error| ApiError::Internal(error.into()))?;
    let facts = CreateAllowedHost { host, port, networks, allows_plain_http };
    let (created_at, updated_at) = (created_at.and_utc(), updated_at.and_utc());
    Ok(AllowedHost { id, facts, division_code, version, created_at, updated_at })
}
