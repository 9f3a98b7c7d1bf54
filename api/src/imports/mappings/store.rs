//! Queries on `import_mappings`. Rows never leave this file.
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::dto::{CreateImportMapping, ImportMapping, ImportMappingFilter};
use super::rules::{self, NO_MAPPING, TAKEN};
use crate::imports::ledger::Registry;
use crate::imports::reader::Row;
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::{Scope, subtree};
use crate::platform::db::Backend;
use crate::platform::db::schema::import_mappings as mappings;
use crate::platform::error::{ALREADY_EXISTS, ApiError, ApiResult};
use crate::platform::http::{MOST_COUNTED, Page, Paging, Patch};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const TABLE: &str = "import_mappings";

type Query = mappings::BoxedQuery<'static, Backend>;

#[derive(Queryable, Selectable)]
#[diesel(table_name = mappings, check_for_backend(Backend))]
struct MappingRow {
    id: Id,
    division_code: String,
    #[diesel(embed)]
    facts: MappingColumns,
    version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = mappings, check_for_backend(Backend), treat_none_as_default_value = false, treat_none_as_null = true)]
struct MappingColumns {
    resource: String,
    line_hash: String,
    headings: String,
    mapped: String,
}

/// A sheet for which a mapping is looked for.
#[derive(Debug, Clone)]
pub struct Asked {
    lines: Vec<String>,
    resource: Option<String>,
    division: Option<String>,
}

impl Asked {
    /// The sheet of these rows, of the ledger and for the division that were named.
    pub fn of(rows: &[Row], resource: Option<String>, division: Option<String>) -> Self {
        Self { lines: rules::lines(rows), resource, division }
    }
}

/// The entries of the caller's area. Every query of a caller's starts here.
fn visible(scope: &Scope) -> Query {
    mappings::table
        .into_boxed()
        .filter(mappings::withdrawn_at.is_null())
        .filter(mappings::division_code.ge(scope.from.clone()))
        .filter(mappings::division_code.lt(scope.to.clone()))
}

fn matching(scope: &Scope, filter: &ImportMappingFilter) -> Query {
    let query = match &filter.division {
        Some(division) => visible(&scope.narrowed(division)),
        None => visible(scope),
    };
    match &filter.resource {
        Some(resource) => query.filter(mappings::resource.eq(resource.clone())),
        None => query,
    }
}

/// A page of mappings, the newest first.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &ImportMappingFilter, paging: Paging) -> ApiResult<Page<ImportMapping>> {
    let scope = reading.scope;
    let counted = reading.counted(
        (TABLE, filter),
        |db| matching(scope, filter).select(mappings::id).offset(MOST_COUNTED).first(db).optional(),
        |db| matching(scope, filter).count().get_result(db),
    )?;
    let query = matching(scope, filter).order((mappings::created_at.desc(), mappings::id.desc()));
    let query = query.limit(paging.per_page).offset(paging.offset()).select(MappingRow::as_select());
    let rows: Vec<MappingRow> = query.load(reading.db)?;
    Ok(Page::new(rows.into_iter().map(join).collect::<ApiResult<_>>()?, counted))
}

/// One mapping.
///
/// # Errors
/// 404.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<ImportMapping> {
    let query = visible(reading.scope).filter(mappings::id.eq(id)).select(MappingRow::as_select());
    query.first(reading.db).optional()?.ok_or(ApiError::NotFound(NO_MAPPING)).and_then(join)
}

/// The mapping that holds for a sheet: of its division or of one above it, the nearest and newest. Whoever imports for a town
/// reads by what the areas above it have said, though their entries are not the town's to see or to change.
///
/// # Errors
/// The database refuses.
pub fn kept(reading: &mut Reading<'_>, asked: &Asked) -> ApiResult<Option<ImportMapping>> {
    let own = reading.scope.division_code.clone();
    let division = asked.division.clone().filter(|division| reading.scope.covers(division)).unwrap_or(own);
    let lines = mappings::line_hash.eq_any(asked.lines.clone());
    let query = mappings::table.filter(mappings::withdrawn_at.is_null()).filter(lines).order(mappings::updated_at);
    let rows: Vec<MappingRow> = query.select(MappingRow::as_select()).load(reading.db)?;
    let covers = |row: &MappingRow| {
        let (from, to) = subtree(&row.division_code);
        from <= division && division < to
    };
    let is_asked_for =
        |row: &MappingRow| asked.resource.as_ref().is_none_or(|resource| *resource == row.facts.resource);
    let held = rows.into_iter().filter(|row| covers(row) && is_asked_for(row));
    // Of areas that lie within one another the innermost has the highest code; of two equals the last counts.
    held.max_by(|one, other| one.division_code.cmp(&other.division_code)).map(join).transpose()
}

/// Keeps a mapping.
///
/// # Errors
/// 422 when it says what cannot be, or when these headings have one.
pub fn create(tx: &mut Tx<'_>, new: CreateImportMapping, registry: &Registry) -> ApiResult<ImportMapping> {
    rules::check(&new, registry)?;
    let (id, at, division_code) = (Id::new(), tx.at().naive_utc(), tx.scope.division_code.clone());
    let entry = Entry::created(TABLE, id, &division_code);
    let statement = diesel::insert_into(mappings::table).values((
        mappings::id.eq(id),
        mappings::division_code.eq(division_code),
        split(&new)?,
        mappings::version.eq(1),
        mappings::created_at.eq(at),
        mappings::updated_at.eq(at),
    ));
    tx.apply(statement, entry).map_err(taken)?;
    find(tx, id)
}

/// Changes parts of a mapping.
///
/// # Errors
/// 404, 412; 422 as for a new one.
pub fn update(
    tx: &mut Tx<'_>,
    id: Id,
    version: i64,
    patch: Patch<CreateImportMapping>,
    registry: &Registry,
) -> ApiResult<ImportMapping> {
    let mapping = find(tx, id)?;
    tx.expect_version(id, mapping.version, version)?;
    let (facts, names) = patch.apply(&mapping.facts)?;
    if names.is_empty() {
        return Ok(mapping);
    }
    rules::check(&facts, registry)?;
    let at = tx.at().naive_utc();
    let changes = (split(&facts)?, mappings::version.eq(version + 1), mappings::updated_at.eq(at));
    let entry = Entry::updated(TABLE, id, &mapping.division_code, version + 1, names);
    tx.apply(diesel::update(mappings::table.find(id)).set(changes), entry).map_err(taken)?;
    find(tx, id)
}

/// Withdraws a mapping.
///
/// # Errors
/// 404, 412.
pub fn delete(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<()> {
    let mapping = find(tx, id)?;
    tx.expect_version(id, mapping.version, version)?;
    let at = tx.at().naive_utc();
    let changes = (mappings::withdrawn_at.eq(at), mappings::version.eq(version + 1), mappings::updated_at.eq(at));
    let entry = Entry::withdrawn(TABLE, id, &mapping.division_code, version + 1);
    tx.apply(diesel::update(mappings::table.find(id)).set(changes), entry).map(drop)
}

/// The one thing that must be unique is the line of headings.
fn taken(error: ApiError) -> ApiError {
    match error {
        ApiError::Conflict(ALREADY_EXISTS) => ApiError::invalid("/headings", TAKEN),
        other => other,
    }
}

fn split(facts: &CreateImportMapping) -> ApiResult<MappingColumns> {
    let CreateImportMapping { resource, headings, columns } = facts;
    let line_hash = rules::line(headings.iter().map(String::as_str));
    Ok(MappingColumns { resource: resource.clone(), line_hash, headings: text(headings)?, mapped: text(columns)? })
}

fn join(row: MappingRow) -> ApiResult<ImportMapping> {
    let MappingRow { id, division_code, facts, version, created_at, updated_at } = row;
    let MappingColumns { resource, line_hash: _, headings, mapped } = facts;
    let facts = CreateImportMapping { resource, headings: stored(&headings)?, columns: stored(&mapped)? };
    let (created_at, updated_at) = (created_at.and_utc(), updated_at.and_utc());
    Ok(ImportMapping { id, facts, division_code, version, created_at, updated_at })
}

fn text(value: &impl Serialize) -> ApiResult<String> {
    serde_json::to_string(value).map_err(|error| ApiError::Internal(error.into()))
}

fn stored<T: DeserializeOwned>(text: &str) -> ApiResult<T> {
    serde_json::from_str(text).map_err(|error| ApiError::Internal(error.into()))
}
