//! Queries on `grids`. Rows never leave this file.
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::dto::{CreateGrid, Grid, GridFilter};
use crate::divisions::{expect_in_force, within};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::Scope;
use crate::platform::clock;
use crate::platform::db::Backend;
use crate::platform::db::schema::{grids, personnel, staff};
use crate::platform::db::sql::{contains, lower};
use crate::platform::error::{ALREADY_EXISTS, ApiError, ApiResult, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Paging, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::present;

const TABLE: &str = "grids";
const NO_GRID: Rule = Rule { code: "grid.not_found", zh: "没有这个网格", en: "no such grid" };
const UNKNOWN_GRID: Rule =
    Rule {
        code: "grid_id.unknown", zh: "没有这个网格，或不在您的管理范围内", en: "no such grid in your area"
    };
const UNKNOWN_WORKER: Rule = Rule {
    code: "grid.worker_id.unknown",
    zh: "工作人员中没有此人，或不在您的管理范围内",
    en: "no such member of the work force in your area",
};
const NAME_TAKEN: Rule = Rule {
    code: "grid.name.taken",
    zh: "该村（居）已有同名的网格",
    en: "this village already has a grid of this name",
};
const ASSIGNED: Rule = Rule {
    code: "grid.assigned",
    zh: "网格内还有在册人员，请先将其调整到其他网格",
    en: "persons are still assigned to this grid; assign them elsewhere first",
};

/// What is sealed of a grid once it is withdrawn.
#[derive(Debug, Serialize, Deserialize)]
struct GridSecrets {
    withdrawn_because: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = grids, check_for_backend(Backend))]
struct GridRow {
    id: Id,
    #[diesel(embed)]
    facts: GridColumns,
    version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = grids, check_for_backend(Backend), treat_none_as_null = true)]
struct GridColumns {
    division_code: String,
    name: String,
    worker_id: Option<Id>,
}

/// A page of grids, by division and name.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &GridFilter, paging: Paging) -> ApiResult<Page<Grid>> {
    let scope = reading.scope;
    let counted = reading.counted(
        (TABLE, filter),
        |db| matching(scope, filter).select(grids::id).offset(MOST_COUNTED).first(db).optional(),
        |db| matching(scope, filter).count().get_result(db),
    )?;
    let query = matching(scope, filter).order((grids::division_code.asc(), grids::name.asc(), grids::id.asc()));
    let rows: Vec<GridRow> =
        query.select(GridRow::as_select()).limit(paging.per_page).offset(paging.offset()).load(reading.db)?;
    Ok(Page::new(rows.into_iter().map(open).collect(), counted))
}

/// One grid.
///
/// # Errors
/// 404 when there is none in scope.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<Grid> {
    let query = visible(reading.scope).filter(grids::id.eq(id)).select(GridRow::as_select());
    query.first(reading.db).optional()?.map(open).ok_or(ApiError::NotFound(NO_GRID))
}

/// Refuses a reference to a grid the caller does not see; `pointer` is the field that names it.
///
/// # Errors
/// 422 at `pointer`.
pub fn expect_grid(reading: &mut Reading<'_>, pointer: &str, id: Id) -> ApiResult<()> {
    match find(reading, id) {
        Err(ApiError::NotFound(_)) => Err(ApiError::invalid(pointer, UNKNOWN_GRID)),
        other => other.map(drop),
    }
}

/// Records a grid.
///
/// # Errors
/// 422 when the village is not there or has one of that name, or the worker is not on record.
pub fn insert(tx: &mut Tx<'_>, new: CreateGrid) -> ApiResult<Grid> {
    expect_in_force(tx, "/division_code", &new.division_code, clock::today())?;
    expect_worker(tx, new.worker_id)?;
    insert_as(tx, Id::new(), new)
}

/// The floor above knows what a worker is; here it is a reference that must hold in the caller's area.
fn expect_worker(tx: &mut Tx<'_>, worker_id: Option<Id>) -> ApiResult<()> {
    let Some(id) = worker_id else { return Ok(()) };
    let known: Option<Id> = staff::table
        .filter(staff::id.eq(id))
        .filter(staff::withdrawn_at.is_null())
        .filter(staff::division_code.ge(tx.scope.from.clone()))
        .filter(staff::division_code.lt(tx.scope.to.clone()))
        .select(staff::id)
        .first(tx.db)
        .optional()?;
    if known.is_some() { Ok(()) } else { Err(ApiError::invalid("/worker_id", UNKNOWN_WORKER)) }
}

/// The name is the only thing that must be unique here.
fn name_taken(error: ApiError) -> ApiError {
    match error {
        ApiError::Conflict(ALREADY_EXISTS) => ApiError::invalid("/name", NAME_TAKEN),
        other => other,
    }
}

/// Records it under an id that was given to it: a plan names its records before it is carried out.
///
/// # Errors
/// As [`insert`].
pub fn insert_as(tx: &mut Tx<'_>, id: Id, new: CreateGrid) -> ApiResult<Grid> {
    within(tx.scope, "/division_code", &new.division_code)?;
    let at = tx.at().naive_utc();
    let entry = Entry::created(TABLE, id, &new.division_code);
    let stamps = (grids::version.eq(1), grids::created_at.eq(at), grids::updated_at.eq(at));
    let statement = diesel::insert_into(grids::table).values((grids::id.eq(id), split(new), stamps));
    tx.apply(statement, entry).map_err(name_taken)?;
    find(tx, id)
}

/// Changes parts of a grid.
///
/// # Errors
/// 404, 409, 412, 422.
pub fn update(tx: &mut Tx<'_>, id: Id, version: i64, patch: Patch<CreateGrid>) -> ApiResult<Grid> {
    let current = find(tx, id)?;
    tx.expect_version(id, current.version, version)?;
    let (facts, changed) = patch.apply(&current.facts)?;
    if changed.iter().any(|field| field == "division_code") {
        expect_in_force(tx, "/division_code", &facts.division_code, clock::today())?;
    }
    if changed.iter().any(|field| field == "worker_id") {
        expect_worker(tx, facts.worker_id)?;
    }
    replace(tx, &current, facts)
}

/// Puts `facts` in the place of what is on record; nothing is written when nothing differs.
///
/// # Errors
/// 422 when the new division is out of scope or has a grid of this name.
pub fn replace(tx: &mut Tx<'_>, current: &Grid, facts: CreateGrid) -> ApiResult<Grid> {
    within(tx.scope, "/division_code", &facts.division_code)?;
    let (id, changed) = (current.id, differing(&current.facts, &facts)?);
    if !changed.is_empty() {
        let version = current.version + 1;
        let entry = Entry::updated(TABLE, id, &facts.division_code, version, changed);
        let stamp = (grids::version.eq(version), grids::updated_at.eq(tx.at().naive_utc()));
        tx.apply(diesel::update(grids::table.find(id)).set((split(facts), stamp)), entry).map_err(name_taken)?;
    }
    find(tx, id)
}

/// Withdraws a grid: out of lists, not out of the journal; its name is free again. Answers it as it was.
///
/// # Errors
/// 404, 409 while persons are assigned to it, 412.
pub fn withdraw(tx: &mut Tx<'_>, id: Id, version: i64, why: Withdraw) -> ApiResult<Grid> {
    let grid = find(tx, id)?;
    tx.expect_version(id, grid.version, version)?;
    refuse_assigned(tx, id)?;
    let (key, data_key) = tx.vault().new_key()?;
    let sealed = key.seal(TABLE, id, &GridSecrets { withdrawn_because: why.reason })?;
    let (at, version) = (tx.at().naive_utc(), grid.version + 1);
    let changes = (
        grids::withdrawn_at.eq(at),
        grids::data_key.eq(data_key),
        grids::sealed.eq(sealed),
        grids::version.eq(version),
        grids::updated_at.eq(at),
    );
    let entry = Entry::withdrawn(TABLE, id, &grid.facts.division_code, version);
    tx.apply(diesel::update(grids::table.find(id)).set(changes), entry)?;
    Ok(Grid { version, updated_at: tx.at(), ..grid })
}

/// A reference that must not be left hanging, seen or not: sealed files count, and nothing of a file is read.
fn refuse_assigned(tx: &mut Tx<'_>, id: Id) -> ApiResult<()> {
    let query = personnel::table.filter(personnel::grid_id.eq(id)).filter(personnel::withdrawn_at.is_null());
    let assigned: Option<Id> = query.select(personnel::id).first(tx.db).optional()?;
    if assigned.is_some() { Err(ApiError::Conflict(ASSIGNED)) } else { Ok(()) }
}

present!(visible, grids);

/// The rows this caller may see. Every query starts here.
fn visible(scope: &Scope) -> grids::BoxedQuery<'static, Backend> {
    grids::table
        .into_boxed()
        .filter(grids::withdrawn_at.is_null())
        .filter(grids::division_code.ge(scope.from.clone()))
        .filter(grids::division_code.lt(scope.to.clone()))
}

fn matching(scope: &Scope, filter: &GridFilter) -> grids::BoxedQuery<'static, Backend> {
    let mut query = match &filter.division {
        Some(division) => visible(&scope.narrowed(division)),
        None => visible(scope),
    };
    if let Some(worker) = filter.worker {
        query = query.filter(grids::worker_id.eq(worker));
    }
    if let Some(q) = &filter.q {
        query = query.filter(lower(grids::name).like(contains(q)).escape('\\'));
    }
    query
}

fn open(row: GridRow) -> Grid {
    let GridRow { id, facts: GridColumns { division_code, name, worker_id }, version, created_at, updated_at } = row;
    let facts = CreateGrid { division_code, name, worker_id };
    Grid { id, facts, version, created_at: created_at.and_utc(), updated_at: updated_at.and_utc() }
}

fn split(CreateGrid { division_code, name, worker_id }: CreateGrid) -> GridColumns {
    GridColumns { division_code, name, worker_id }
}
