//! Queries on `divisions`. Rows never leave this file.
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::dto::{CloseDivision, CreateDivision, Division, DivisionFilter, DivisionKind};
use super::rules;
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::{Scope, subtree};
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::schema::divisions;
use crate::platform::db::sql::{contains, lower};
use crate::platform::db::{Backend, codes};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Paging, Patch, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::present;

pub(super) const TABLE: &str = "divisions";
const NO_DIVISION: Rule =
    Rule {
        code: "division.not_found", zh: "没有这个区划，或它在该日无效", en: "no such division on that day"
    };
const NOT_YOURS: Rule = Rule {
    code: "division.not_managed",
    zh: "只能维护本辖区内的区划",
    en: "only divisions inside your area can be changed",
};
const OVERLAP: Rule = Rule {
    code: "division.overlap",
    zh: "同一代码在这段时间已有区划，请先停用原区划",
    en: "the code belongs to another division in that time; close that one first",
};
const CODE: Rule = Rule {
    code: "division.code.fixed",
    zh: "区划代码不能修改，请停用后另建",
    en: "a code cannot be changed; close the division and make another",
};
const CLOSED: Rule =
    Rule { code: "division.closed", zh: "该区划已经停用", en: "the division is closed already" };
const ELSEWHERE: Rule =
    Rule {
        code: "division_code.scope", zh: "该区划不在您的管理范围内", en: "this division is outside your area"
    };

/// A query on the area tree that may still be narrowed.
pub(super) type Query = divisions::BoxedQuery<'static, Backend>;

#[derive(Queryable, Selectable)]
#[diesel(table_name = divisions, check_for_backend(Backend))]
pub(super) struct DivisionRow {
    id: Id,
    #[diesel(embed)]
    facts: DivisionColumns,
    version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = divisions, check_for_backend(Backend), treat_none_as_null = true)]
pub(super) struct DivisionColumns {
    code: String,
    name: String,
    kind: String,
    parent_code: Option<String>,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    households: Option<i64>,
    population: Option<i64>,
    groups: Option<i64>,
}

/// Refuses a record of a division the caller does not manage; `pointer` is the field that names it.
///
/// # Errors
/// 422 at `pointer`.
pub fn within(scope: &Scope, pointer: &str, code: &str) -> ApiResult<()> {
    if scope.covers(code) { Ok(()) } else { Err(ApiError::invalid(pointer, ELSEWHERE)) }
}

/// A page of areas, each before those that lie in it.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &DivisionFilter, paging: Paging) -> ApiResult<Page<Division>> {
    let (scope, day) = (reading.scope, filter.as_of.unwrap_or_else(clock::today));
    let counted = reading.counted(
        (TABLE, filter, day),
        |db| matching(scope, filter, day).select(divisions::id).offset(MOST_COUNTED).first(db).optional(),
        |db| matching(scope, filter, day).count().get_result(db),
    )?;
    let query = matching(scope, filter, day).order((divisions::code.asc(), divisions::id.asc()));
    let rows: Vec<DivisionRow> =
        query.select(DivisionRow::as_select()).limit(paging.per_page).offset(paging.offset()).load(reading.db)?;
    Ok(Page::new(rows.into_iter().map(open).collect::<ApiResult<_>>()?, counted))
}

/// The area with this code on that day, if the caller may see one.
pub(super) fn find_by_code(reading: &mut Reading<'_>, code: &str, day: NaiveDate) -> ApiResult<Option<Division>> {
    let query = valid_on(visible(reading.scope), day).filter(divisions::code.eq(code.to_owned()));
    query.select(DivisionRow::as_select()).first(reading.db).optional()?.map(open).transpose()
}

/// The area with this code on that day.
///
/// # Errors
/// 404 when there is none in scope.
pub fn find(reading: &mut Reading<'_>, code: &str, day: NaiveDate) -> ApiResult<Division> {
    find_by_code(reading, code, day)?.ok_or(ApiError::NotFound(NO_DIVISION))
}

/// Refuses a code that no area the caller manages has or ever had.
///
/// # Errors
/// 404.
pub fn expect_known(reading: &mut Reading<'_>, code: &str) -> ApiResult<()> {
    let query = inside(reading.scope, code).filter(divisions::code.eq(code.to_owned())).select(divisions::id);
    query.first::<Id>(reading.db).optional()?.map(drop).ok_or(ApiError::NotFound(NO_DIVISION))
}

/// Adds an area to the tree; nothing else changes.
///
/// # Errors
/// 409 when the code belongs to another area in that time, 422 when it is out of scope.
pub fn insert(tx: &mut Tx<'_>, new: CreateDivision) -> ApiResult<Division> {
    insert_as(tx, Id::new(), new)
}

/// Records it under an id that was given to it: a plan names its records before it is carried out.
///
/// # Errors
/// As [`insert`].
pub fn insert_as(tx: &mut Tx<'_>, id: Id, new: CreateDivision) -> ApiResult<Division> {
    within(tx.scope, "/code", &new.code)?;
    let (new, at) = (rules::completed(new), tx.at().naive_utc());
    refuse_overlap(tx, id, &new)?;
    let entry = Entry::created(TABLE, id, &new.code);
    let stamps = (divisions::version.eq(1), divisions::created_at.eq(at), divisions::updated_at.eq(at));
    tx.apply(diesel::insert_into(divisions::table).values((divisions::id.eq(id), split(new), stamps)), entry)?;
    find_row(tx, id)
}

/// Changes parts of the area with this code on that day.
///
/// # Errors
/// 404, 409, 412, 422.
pub fn update(
    tx: &mut Tx<'_>,
    code: &str,
    day: NaiveDate,
    version: i64,
    patch: Patch<CreateDivision>,
) -> ApiResult<Division> {
    let current = find_own(tx, code, day)?;
    tx.expect_version(current.id, current.version, version)?;
    let (facts, _) = patch.apply(&current.facts)?;
    replace(tx, &current, facts)
}

/// Puts `facts` in the place of what is on record; nothing is written when nothing differs.
///
/// # Errors
/// 409 when another area has the code in that time, 422 when the code differs or is out of scope.
pub fn replace(tx: &mut Tx<'_>, current: &Division, facts: CreateDivision) -> ApiResult<Division> {
    within(tx.scope, "/code", &current.facts.code)?;
    if facts.code != current.facts.code {
        return Err(ApiError::invalid("/code", CODE));
    }
    let facts = rules::completed(facts);
    let changed = differing(&current.facts, &facts)?;
    if changed.is_empty() {
        return find_row(tx, current.id);
    }
    refuse_overlap(tx, current.id, &facts)?;
    let entry = Entry::updated(TABLE, current.id, &facts.code, current.version + 1, changed);
    write(tx, current, facts, entry)
}

/// Ends an area on a day. What was recorded in it stays where it is.
///
/// # Errors
/// 404, 409 when it is closed already, 412, 422.
pub fn close(
    tx: &mut Tx<'_>,
    code: &str,
    day: NaiveDate,
    version: i64,
    CloseDivision { valid_to }: CloseDivision,
) -> ApiResult<Division> {
    let current = find_own(tx, code, day)?;
    tx.expect_version(current.id, current.version, version)?;
    if current.facts.valid_to.is_some() {
        return Err(ApiError::Conflict(CLOSED));
    }
    if valid_to <= current.facts.valid_from {
        return Err(ApiError::invalid("/valid_to", rules::ENDS_BEFORE));
    }
    let facts = CreateDivision { valid_to: Some(valid_to), ..current.facts.clone() };
    let entry = Entry::updated(TABLE, current.id, code, current.version + 1, vec!["valid_to".into()]);
    write(tx, &current, facts, Entry { action: "closed", ..entry })
}

fn write(tx: &mut Tx<'_>, current: &Division, facts: CreateDivision, entry: Entry) -> ApiResult<Division> {
    let stamp = (divisions::version.eq(entry.version), divisions::updated_at.eq(tx.at().naive_utc()));
    tx.apply(diesel::update(divisions::table.find(current.id)).set((split(facts), stamp)), entry)?;
    find_row(tx, current.id)
}

fn find_own(tx: &mut Tx<'_>, code: &str, day: NaiveDate) -> ApiResult<Division> {
    let division = find(tx, code, day)?;
    if tx.scope.covers(code) { Ok(division) } else { Err(ApiError::NotFound(NOT_YOURS)) }
}

fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<Division> {
    let query = visible(reading.scope).filter(divisions::id.eq(id)).select(DivisionRow::as_select());
    query.first(reading.db).optional()?.map(open).ok_or(ApiError::NotFound(NO_DIVISION))?
}

/// One code names one area at a time.
fn refuse_overlap(tx: &mut Tx<'_>, id: Id, facts: &CreateDivision) -> ApiResult<()> {
    let mut query = visible(tx.scope)
        .filter(divisions::code.eq(facts.code.clone()))
        .filter(divisions::id.ne(id))
        .filter(divisions::valid_to.is_null().or(divisions::valid_to.gt(facts.valid_from)));
    if let Some(end) = facts.valid_to {
        query = query.filter(divisions::valid_from.lt(end));
    }
    let other: Option<Id> = query.select(divisions::id).first(tx.db).optional()?;
    if other.is_some() { Err(ApiError::Conflict(OVERLAP)) } else { Ok(()) }
}

present!(visible, divisions);

/// The rows this caller may see: their own area, and the areas above it, whose names stand on every page. Every query
/// starts here.
pub(super) fn visible(scope: &Scope) -> Query {
    let own = divisions::code.ge(scope.from.clone()).and(divisions::code.lt(scope.to.clone()));
    divisions::table.into_boxed().filter(own.or(divisions::code.eq_any(rules::above(&scope.division_code))))
}

/// The rows at and below `division` that lie in the caller's own area.
pub(super) fn inside(scope: &Scope, division: &str) -> Query {
    let Scope { from, to, .. } = scope.narrowed(division);
    visible(scope).filter(divisions::code.ge(from)).filter(divisions::code.lt(to))
}

pub(super) fn valid_on(query: Query, day: NaiveDate) -> Query {
    query.filter(divisions::valid_from.le(day)).filter(divisions::valid_to.is_null().or(divisions::valid_to.gt(day)))
}

fn matching(scope: &Scope, filter: &DivisionFilter, day: NaiveDate) -> Query {
    let mut query = valid_on(visible(scope), day);
    if let Some(division) = &filter.division {
        let (from, to) = subtree(division);
        query = query.filter(divisions::code.ge(from)).filter(divisions::code.lt(to));
    }
    if let Some(parent) = &filter.parent {
        query = query.filter(divisions::parent_code.eq(parent.clone()));
    }
    if !filter.kind.is_empty() {
        query = query.filter(divisions::kind.eq_any(codes::of(&filter.kind)));
    }
    if let Some(q) = &filter.q {
        let name = lower(divisions::name).like(contains(q)).escape('\\');
        query = query.filter(name.or(divisions::code.like(contains(q).split_off(1)).escape('\\')));
    }
    query
}

pub(super) fn open(row: DivisionRow) -> ApiResult<Division> {
    let DivisionRow { id, facts, version, created_at, updated_at } = row;
    let DivisionColumns { code, name, kind, parent_code, valid_from, valid_to, households, population, groups } = facts;
    let kind = DivisionKind::stored(&kind)?;
    let facts = CreateDivision { code, name, kind, parent_code, valid_from, valid_to, households, population, groups };
    Ok(Division { id, facts, version, created_at: created_at.and_utc(), updated_at: updated_at.and_utc() })
}

pub(super) fn split(facts: CreateDivision) -> DivisionColumns {
    let CreateDivision { code, name, kind, parent_code, valid_from, valid_to, households, population, groups } = facts;
    let kind = kind.code().to_owned();
    DivisionColumns { code, name, kind, parent_code, valid_from, valid_to, households, population, groups }
}
