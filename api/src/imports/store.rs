//! Queries on `imports`. File, rows and name of the file are sealed: they are about people.
mod newest;
mod pieces;
mod tidy;

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

pub use self::newest::{finished_by, newest, set_aside_before};
pub use self::pieces::{
    advance, begin, forget_pieces, keep_piece, mark_committed, mark_reverted, outcome, replace_plan, stop, tell_again,
    touched, unfinished,
};
#[cfg(test)]
pub use self::tidy::{PLAN_DAYS, VALUE_DAYS};
pub use self::tidy::{discard, tidy};
use super::dto::{Import, ImportFilter, ImportState, OnError, Reverted, RowFilter, Strategy};
use super::ledger::Registry;
use super::report::{Counts, ImportRow, RowReport};
use super::{Remark, Source, rules};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::Scope;
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::imports;
use crate::platform::error::{ApiError, ApiResult, Language};
use crate::platform::http::{MOST_COUNTED, Page, Paging};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::platform::vault::Vault;
use crate::present;

const TABLE: &str = "imports";
/// Each sealed column is a place of its own, so that none opens in another.
const ROWS: &str = "imports.sealed_rows";
const FILE: &str = "imports.sealed_file";

/// An import about to be filed.
pub struct Draft {
    /// Its id, which the ids of the records it makes follow from.
    pub id: Id,
    /// The ledger.
    pub resource: &'static str,
    /// How far it has come.
    pub state: ImportState,
    /// Which rows may be written.
    pub strategy: Strategy,
    /// What becomes of the good rows when others are refused.
    pub on_error: OnError,
    /// The division it belongs to.
    pub division_code: String,
    /// Its rows.
    pub counts: Counts,
    /// Its records.
    pub records: BTreeMap<String, Counts>,
    /// Remarks about the file.
    pub notes: Vec<Remark>,
    /// The file.
    pub source: Source,
}

/// What is sealed of an import beside file and rows: a file may be named after a person.
#[derive(Debug, Serialize, Deserialize)]
struct Secrets {
    name: String,
    notes: Vec<Remark>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reverted_because: Option<String>,
}

/// The text of the column `counts`.
#[derive(Debug, Serialize, Deserialize)]
struct Numbers {
    rows: Counts,
    records: BTreeMap<String, Counts>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reverted: Option<Reverted>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = imports, check_for_backend(Backend))]
struct ImportHead {
    id: Id,
    division_code: String,
    resource: String,
    strategy: String,
    on_error: String,
    state: String,
    counts: String,
    source_size: i64,
    source_sha256: String,
    source_encoding: String,
    committed_at: Option<NaiveDateTime>,
    done_through: i64,
    reverted_at: Option<NaiveDateTime>,
    data_key: Vec<u8>,
    sealed: Vec<u8>,
    version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// A page of imports, latest first. Plans leave no journal entry, so nothing is kept from one question to the next.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &ImportFilter, paging: Paging) -> ApiResult<Page<Import>> {
    let scope = reading.scope;
    let beyond: Option<Id> =
        matching(scope, filter).select(imports::id).offset(MOST_COUNTED).first(reading.db).optional()?;
    let counted = match beyond {
        Some(_) => MOST_COUNTED + 1,
        None => matching(scope, filter).count().get_result(reading.db)?,
    };
    let rows: Vec<ImportHead> = matching(scope, filter)
        .order((imports::created_at.desc(), imports::id.desc()))
        .select(ImportHead::as_select())
        .limit(paging.per_page)
        .offset(paging.offset())
        .load(reading.db)?;
    let items = rows.into_iter().map(|row| open(reading.vault(), row)).collect::<ApiResult<_>>()?;
    Ok(Page::new(items, counted))
}

/// One import.
///
/// # Errors
/// 404 when there is none in scope.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<Import> {
    let query = visible(reading.scope).filter(imports::id.eq(id)).select(ImportHead::as_select());
    let row = query.first(reading.db).optional()?.ok_or(ApiError::NotFound(rules::NO_IMPORT))?;
    open(reading.vault(), row)
}

/// What is said of each row of an import.
///
/// # Errors
/// 404 when there is none in scope.
pub fn reports(reading: &mut Reading<'_>, id: Id) -> ApiResult<Vec<RowReport>> {
    let query = visible(reading.scope).filter(imports::id.eq(id)).select((imports::data_key, imports::sealed_rows));
    let found: Option<(Vec<u8>, Vec<u8>)> = query.first(reading.db).optional()?;
    let (data_key, sealed) = found.ok_or(ApiError::NotFound(rules::NO_IMPORT))?;
    reading.vault().open_key(&data_key)?.open(ROWS, id, &sealed)
}

/// A page of what is said of the rows of an import.
///
/// # Errors
/// 404 when there is none in scope.
pub fn rows(
    reading: &mut Reading<'_>,
    id: Id,
    filter: &RowFilter,
    paging: Paging,
    (language, registry): (Language, &Registry),
) -> ApiResult<Page<ImportRow>> {
    let mut reports = reports(reading, id)?;
    reports.retain(|report| filter.outcome.is_empty() || filter.outcome.contains(&report.outcome));
    reports.retain(|report| filter.resource.as_ref().is_none_or(|resource| *resource == report.resource));
    let scope = reading.scope;
    let shown = |report: &RowReport| ImportRow::of(report.clone(), language, registry, scope);
    let items = paging.slice(&reports).iter().map(shown).collect();
    Ok(Page::new(items, i64::try_from(reports.len()).unwrap_or(i64::MAX)))
}

/// The file of an import that was planned or set aside.
///
/// # Errors
/// 404 when there is none in scope; 409 when the file is no longer kept.
pub fn file(reading: &mut Reading<'_>, id: Id) -> ApiResult<Vec<u8>> {
    let query = visible(reading.scope).filter(imports::id.eq(id)).select((imports::data_key, imports::sealed_file));
    let found: Option<(Vec<u8>, Option<Vec<u8>>)> = query.first(reading.db).optional()?;
    let (data_key, sealed) = found.ok_or(ApiError::NotFound(rules::NO_IMPORT))?;
    let sealed = sealed.ok_or(ApiError::Conflict(rules::NOT_PLANNED))?;
    reading.vault().open_key(&data_key)?.open_bytes(FILE, id, &sealed)
}

/// Files an import. `is_written` tells whether it comes with changes of facts, and so with a journal entry.
///
/// # Errors
/// The database refuses.
pub fn insert(
    tx: &mut Tx<'_>,
    draft: Draft,
    reports: &[RowReport],
    file: Option<&[u8]>,
    is_written: bool,
) -> ApiResult<Import> {
    let Draft { id, resource, state, strategy, on_error, division_code, counts, records, notes, source } = draft;
    let (key, data_key) = tx.vault().new_key()?;
    let at = tx.at().naive_utc();
    let numbers = serde_json::to_string(&Numbers { rows: counts, records, reverted: None });
    let statement = diesel::insert_into(imports::table).values((
        (
            imports::id.eq(id),
            imports::account_id.eq(tx.author().account_id()),
            imports::division_code.eq(division_code.clone()),
            imports::resource.eq(resource),
            imports::strategy.eq(strategy.code()),
            imports::on_error.eq(on_error.code()),
            imports::state.eq(state.code()),
            imports::counts.eq(numbers.map_err(|error| ApiError::Internal(error.into()))?),
        ),
        (
            imports::source_size.eq(source.size),
            imports::source_sha256.eq(source.sha256),
            imports::source_encoding.eq(source.encoding),
            imports::committed_at.eq((state == ImportState::Committed).then_some(at)),
            imports::done_through.eq(0),
        ),
        (
            imports::data_key.eq(data_key),
            imports::sealed.eq(key.seal(TABLE, id, &Secrets { name: source.name, notes, reverted_because: None })?),
            imports::sealed_file.eq(file.map(|file| key.seal_bytes(FILE, id, file)).transpose()?),
            imports::sealed_rows.eq(key.seal(ROWS, id, &reports)?),
        ),
        (imports::version.eq(1), imports::created_at.eq(at), imports::updated_at.eq(at)),
    ));
    if is_written {
        tx.apply(statement, Entry::created(TABLE, id, &division_code))?;
    } else {
        tx.file(statement)?;
    }
    find(tx, id)
}

present!(visible, imports);

/// The rows this caller may see. Every query starts here.
fn visible(scope: &Scope) -> imports::BoxedQuery<'static, Backend> {
    let query = imports::table
        .into_boxed()
        .filter(imports::division_code.ge(scope.from.clone()))
        .filter(imports::division_code.lt(scope.to.clone()));
    match scope.hands_in_as {
        Some(account_id) => query.filter(imports::account_id.eq(account_id)),
        None => query,
    }
}

fn matching(scope: &Scope, filter: &ImportFilter) -> imports::BoxedQuery<'static, Backend> {
    let mut query = match &filter.division {
        Some(division) => visible(&scope.narrowed(division)),
        None => visible(scope),
    };
    if let Some(resource) = &filter.resource {
        query = query.filter(imports::resource.eq(resource.clone()));
    }
    if let Some(state) = filter.state {
        query = query.filter(imports::state.eq(state.code()));
    }
    query
}

fn open(vault: &Vault, row: ImportHead) -> ApiResult<Import> {
    let Secrets { name, notes, .. } = vault.open_key(&row.data_key)?.open(TABLE, row.id, &row.sealed)?;
    let Numbers { rows, records, reverted } =
        serde_json::from_str(&row.counts).map_err(|error| ApiError::Internal(error.into()))?;
    let source = Source { name, size: row.source_size, sha256: row.source_sha256, encoding: row.source_encoding };
    Ok(Import {
        id: row.id,
        resource: row.resource,
        state: ImportState::stored(&row.state)?,
        strategy: Strategy::stored(&row.strategy)?,
        on_error: OnError::stored(&row.on_error)?,
        division_code: row.division_code,
        counts: rows,
        records,
        notes,
        source,
        version: row.version,
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
        committed_at: row.committed_at.map(|at| at.and_utc()),
        done_through: u32::try_from(row.done_through).unwrap_or(u32::MAX),
        reverted_at: row.reverted_at.map(|at| at.and_utc()),
        reverted,
    })
}
