//! Queries on `group_posts`. Rows never leave this file.
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::dto::{CreateGroupPost, GroupPost, GroupPostFilter, GroupRole};
use super::rules;
use crate::divisions::{expect_in_force, within};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::Scope;
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::group_posts;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Paging, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::platform::vault::Vault;
use crate::present;

const TABLE: &str = "group_posts";
const NO_POST: Rule = Rule { code: "group_post.not_found", zh: "没有这条任职记录", en: "no such post" };

/// What is sealed of a post.
#[derive(Debug, Serialize, Deserialize)]
struct GroupPostSecrets {
    name: String,
    #[serde(default)]
    withdrawn_because: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = group_posts, check_for_backend(Backend))]
struct GroupPostRow {
    id: Id,
    #[diesel(embed)]
    facts: GroupPostColumns,
    data_key: Vec<u8>,
    sealed: Vec<u8>,
    version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = group_posts, check_for_backend(Backend), treat_none_as_null = true)]
struct GroupPostColumns {
    division_code: String,
    group_role: String,
    title: String,
    held_from: NaiveDate,
    held_to: Option<NaiveDate>,
}

/// A page of posts: by division, the head first, then deputies and members as they were entered.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &GroupPostFilter, paging: Paging) -> ApiResult<Page<GroupPost>> {
    let scope = reading.scope;
    let counted = reading.counted(
        (TABLE, filter),
        |db| matching(scope, filter).select(group_posts::id).offset(MOST_COUNTED).first(db).optional(),
        |db| matching(scope, filter).count().get_result(db),
    )?;
    let rows: Vec<GroupPostRow> = ranked(matching(scope, filter))
        .select(GroupPostRow::as_select())
        .limit(paging.per_page)
        .offset(paging.offset())
        .load(reading.db)?;
    Ok(Page::new(opened(reading, rows)?, counted))
}

/// The group of exactly this division on a day: the head first, then deputies and members as they were entered.
///
/// # Errors
/// The database refuses.
pub fn list_as_of(reading: &mut Reading<'_>, division_code: &str, as_of: NaiveDate) -> ApiResult<Vec<GroupPost>> {
    let query = held_on(of(reading.scope, division_code), as_of);
    let rows: Vec<GroupPostRow> = ranked(query).select(GroupPostRow::as_select()).load(reading.db)?;
    opened(reading, rows)
}

/// All posts there have been in the group of exactly this division, past ones too; for comparing a ledger with them.
///
/// # Errors
/// The database refuses.
pub fn of_division(reading: &mut Reading<'_>, division_code: &str) -> ApiResult<Vec<GroupPost>> {
    let query = of(reading.scope, division_code);
    let rows: Vec<GroupPostRow> = ranked(query).select(GroupPostRow::as_select()).load(reading.db)?;
    opened(reading, rows)
}

/// One post.
///
/// # Errors
/// 404 when there is none in scope.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<GroupPost> {
    let row = find_row(reading, id)?;
    open(reading.vault(), row)
}

fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<GroupPostRow> {
    let query = visible(reading.scope).filter(group_posts::id.eq(id)).select(GroupPostRow::as_select());
    query.first(reading.db).optional()?.ok_or(ApiError::NotFound(NO_POST))
}

/// Records who holds a post.
///
/// # Errors
/// 422 when the group has a head in that time, or the division is not there.
pub fn insert(tx: &mut Tx<'_>, new: CreateGroupPost) -> ApiResult<GroupPost> {
    expect_in_force(tx, "/division_code", &new.division_code, new.held_from)?;
    insert_as(tx, Id::new(), new)
}

/// Records it under an id that was given to it: a plan names its records before it is carried out.
///
/// # Errors
/// As [`insert`].
pub fn insert_as(tx: &mut Tx<'_>, id: Id, new: CreateGroupPost) -> ApiResult<GroupPost> {
    check(tx, id, &new)?;
    let at = tx.at().naive_utc();
    let (key, data_key) = tx.vault().new_key()?;
    let entry = Entry::created(TABLE, id, &new.division_code);
    let (columns, secrets) = split(new);
    let statement = diesel::insert_into(group_posts::table).values((
        group_posts::id.eq(id),
        columns,
        group_posts::data_key.eq(data_key),
        group_posts::sealed.eq(key.seal(TABLE, id, &secrets)?),
        group_posts::version.eq(1),
        group_posts::created_at.eq(at),
        group_posts::updated_at.eq(at),
    ));
    tx.apply(statement, entry)?;
    find(tx, id)
}

/// Changes parts of a post.
///
/// # Errors
/// 404, 412, 422.
pub fn update(tx: &mut Tx<'_>, id: Id, version: i64, patch: Patch<CreateGroupPost>) -> ApiResult<GroupPost> {
    let current = find(tx, id)?;
    tx.expect_version(id, current.version, version)?;
    let (facts, changed) = patch.apply(&current.facts)?;
    if changed.iter().any(|field| field == "division_code") {
        expect_in_force(tx, "/division_code", &facts.division_code, facts.held_from)?;
    }
    replace(tx, &current, facts)
}

/// Puts `facts` in the place of what is on record; nothing is written when nothing differs.
///
/// # Errors
/// 422 as [`insert`].
pub fn replace(tx: &mut Tx<'_>, current: &GroupPost, facts: CreateGroupPost) -> ApiResult<GroupPost> {
    let (id, changed) = (current.id, differing(&current.facts, &facts)?);
    if changed.is_empty() {
        return find(tx, id);
    }
    check(tx, id, &facts)?;
    let row = find_row(tx, id)?;
    let version = row.version + 1;
    let entry = Entry::updated(TABLE, id, &facts.division_code, version, changed);
    let (columns, secrets) = split(facts);
    let sealed = tx.vault().open_key(&row.data_key)?.seal(TABLE, id, &secrets)?;
    let stamp = (group_posts::version.eq(version), group_posts::updated_at.eq(tx.at().naive_utc()));
    let columns = (columns, group_posts::sealed.eq(sealed), stamp);
    tx.apply(diesel::update(group_posts::table.find(id)).set(columns), entry)?;
    find(tx, id)
}

/// Withdraws a post entered by mistake; whoever has left it has a last day instead. Answers it as it was.
///
/// # Errors
/// 404, 412.
pub fn withdraw(tx: &mut Tx<'_>, id: Id, version: i64, why: Withdraw) -> ApiResult<GroupPost> {
    let row = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    let key = tx.vault().open_key(&row.data_key)?;
    let secrets: GroupPostSecrets = key.open(TABLE, id, &row.sealed)?;
    let secrets = GroupPostSecrets { withdrawn_because: Some(why.reason), ..secrets };
    let (at, version) = (tx.at().naive_utc(), row.version + 1);
    let entry = Entry::withdrawn(TABLE, id, &row.facts.division_code, version);
    let changes = (
        group_posts::withdrawn_at.eq(at),
        group_posts::sealed.eq(key.seal(TABLE, id, &secrets)?),
        group_posts::version.eq(version),
        group_posts::updated_at.eq(at),
    );
    tx.apply(diesel::update(group_posts::table.find(id)).set(changes), entry)?;
    let post = open(tx.vault(), row)?;
    Ok(GroupPost { version, updated_at: tx.at(), ..post })
}

fn check(tx: &mut Tx<'_>, id: Id, facts: &CreateGroupPost) -> ApiResult<()> {
    within(tx.scope, "/division_code", &facts.division_code)?;
    let others = of_division(tx, &facts.division_code)?;
    let is_second = others.iter().any(|other| other.id != id && rules::are_two_heads(facts, &other.facts));
    if is_second { Err(ApiError::invalid("/group_role", rules::TWO_HEADS)) } else { Ok(()) }
}

type Query = group_posts::BoxedQuery<'static, Backend>;

present!(visible, group_posts);

/// The rows this caller may see. Every query starts here.
fn visible(scope: &Scope) -> Query {
    group_posts::table
        .into_boxed()
        .filter(group_posts::withdrawn_at.is_null())
        .filter(group_posts::division_code.ge(scope.from.clone()))
        .filter(group_posts::division_code.lt(scope.to.clone()))
}

fn of(scope: &Scope, division_code: &str) -> Query {
    visible(scope).filter(group_posts::division_code.eq(division_code.to_owned()))
}

fn held_on(query: Query, day: NaiveDate) -> Query {
    query.filter(group_posts::held_from.le(day)).filter(group_posts::held_to.is_null().or(group_posts::held_to.ge(day)))
}

fn ranked(query: Query) -> Query {
    query.order((
        group_posts::division_code.asc(),
        group_posts::group_role.eq(GroupRole::Head.code()).desc(),
        group_posts::group_role.eq(GroupRole::Deputy.code()).desc(),
        group_posts::id.asc(),
    ))
}

fn matching(scope: &Scope, filter: &GroupPostFilter) -> Query {
    let query = match &filter.division {
        Some(division) => visible(&scope.narrowed(division)),
        None => visible(scope),
    };
    match filter.as_of {
        Some(day) => held_on(query, day),
        None => query,
    }
}

fn opened(reading: &Reading<'_>, rows: Vec<GroupPostRow>) -> ApiResult<Vec<GroupPost>> {
    rows.into_iter().map(|row| open(reading.vault(), row)).collect()
}

fn open(vault: &Vault, row: GroupPostRow) -> ApiResult<GroupPost> {
    let GroupPostSecrets { name, .. } = vault.open_key(&row.data_key)?.open(TABLE, row.id, &row.sealed)?;
    let GroupPostRow { id, facts, version, created_at, updated_at, .. } = row;
    let GroupPostColumns { division_code, group_role, title, held_from, held_to } = facts;
    let group_role = GroupRole::stored(&group_role)?;
    let facts = CreateGroupPost { division_code, group_role, title, name, held_from, held_to };
    Ok(GroupPost { id, facts, version, created_at: created_at.and_utc(), updated_at: updated_at.and_utc() })
}

fn split(facts: CreateGroupPost) -> (GroupPostColumns, GroupPostSecrets) {
    let CreateGroupPost { division_code, group_role, title, name, held_from, held_to } = facts;
    let group_role = group_role.code().to_owned();
    let columns = GroupPostColumns { division_code, group_role, title, held_from, held_to };
    (columns, GroupPostSecrets { name, withdrawn_because: None })
}
