//! Queries on `staff`. Rows never leave this file.
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::dto::{CreateStaff, StaffFilter, StaffMember, StaffPost};
use super::rules;
use crate::codes::{DivisionCode, mask};
use crate::divisions::{expect_in_force, within};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::{FieldClass, Scope};
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::schema::staff;
use crate::platform::db::{Backend, codes};
use crate::platform::error::{ApiError, ApiResult, FieldError, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Paging, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::platform::vault::Vault;
use crate::present;

const TABLE: &str = "staff";
/// Names opened at most for one search.
const MOST_OPENED: i64 = 5_000;
const NO_MEMBER: Rule =
    Rule { code: "staff.not_found", zh: "没有这名工作人员", en: "no such member of the work force" };
const TOO_WIDE: Rule = Rule {
    code: "staff.q.too_wide",
    zh: "按姓名查找的范围超过5000人，请先选择区划或岗位",
    en: "a search by name covers at most 5 000 people; choose a division or a post first",
};

/// What is sealed of a member of the work force.
#[derive(Debug, Serialize, Deserialize)]
struct StaffSecrets {
    name: String,
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    withdrawn_because: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = staff, check_for_backend(Backend))]
pub(super) struct StaffRow {
    id: Id,
    #[diesel(embed)]
    facts: StaffColumns,
    data_key: Vec<u8>,
    sealed: Vec<u8>,
    version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = staff, check_for_backend(Backend), treat_none_as_null = true)]
pub(super) struct StaffColumns {
    division_code: String,
    post: String,
    title: Option<String>,
    is_active: bool,
}

/// A member of the work force with nothing hidden: never answered to a caller, who gets a [`StaffMember`].
#[derive(Clone, PartialEq, Eq)]
pub struct StaffRecord {
    /// Their id.
    pub id: Id,
    /// What is known of them.
    pub facts: CreateStaff,
    /// Grows with each change.
    pub version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// A page of the work force, by division and post.
///
/// # Errors
/// 422 when a search by name would open too many names.
pub fn list(reading: &mut Reading<'_>, filter: &StaffFilter, paging: Paging) -> ApiResult<Page<StaffMember>> {
    if let Some(typed) = &filter.q {
        return search(reading, filter, typed, paging);
    }
    let scope = reading.scope;
    let counted = reading.counted(
        (TABLE, filter),
        |db| matching(scope, filter).select(staff::id).offset(MOST_COUNTED).first(db).optional(),
        |db| matching(scope, filter).count().get_result(db),
    )?;
    let query = matching(scope, filter).order((staff::division_code.asc(), staff::post.asc(), staff::id.asc()));
    let rows: Vec<StaffRow> =
        query.select(StaffRow::as_select()).limit(paging.per_page).offset(paging.offset()).load(reading.db)?;
    let items = rows.into_iter().map(|row| Ok(shown(scope, open(reading.vault(), row)?)));
    Ok(Page::new(items.collect::<ApiResult<_>>()?, counted))
}

fn search(
    reading: &mut Reading<'_>,
    filter: &StaffFilter,
    typed: &str,
    paging: Paging,
) -> ApiResult<Page<StaffMember>> {
    let scope = reading.scope;
    let query = matching(scope, filter).order((staff::division_code.asc(), staff::post.asc(), staff::id.asc()));
    let rows: Vec<StaffRow> = query.select(StaffRow::as_select()).limit(MOST_OPENED + 1).load(reading.db)?;
    if i64::try_from(rows.len()).is_ok_and(|opened| opened > MOST_OPENED) {
        return Err(ApiError::Invalid(vec![FieldError::new("q", TOO_WIDE)]));
    }
    let mut found = Vec::new();
    for row in rows {
        let record = open(reading.vault(), row)?;
        if rules::is_named(&record.facts.name, typed) {
            found.push(shown(scope, record));
        }
    }
    let total = i64::try_from(found.len()).unwrap_or(MOST_OPENED);
    Ok(Page::new(paging.slice(&found).to_vec(), total))
}

/// One member of the work force.
///
/// # Errors
/// 404 when there is none in scope.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<StaffMember> {
    let row = find_row(reading, id)?;
    Ok(shown(reading.scope, open(reading.vault(), row)?))
}

fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<StaffRow> {
    let query = visible(reading.scope).filter(staff::id.eq(id)).select(StaffRow::as_select());
    query.first(reading.db).optional()?.ok_or(ApiError::NotFound(NO_MEMBER))
}

/// Records a member of the work force.
///
/// # Errors
/// 422 when their division is not there.
pub fn insert(tx: &mut Tx<'_>, new: CreateStaff) -> ApiResult<StaffMember> {
    expect_in_force(tx, "/division_code", &new.division_code, clock::today())?;
    insert_as(tx, Id::new(), new)
}

/// Records it under an id that was given to it: a plan names its records before it is carried out.
///
/// # Errors
/// As [`insert`].
pub fn insert_as(tx: &mut Tx<'_>, id: Id, new: CreateStaff) -> ApiResult<StaffMember> {
    within(tx.scope, "/division_code", &new.division_code)?;
    let at = tx.at().naive_utc();
    let (key, data_key) = tx.vault().new_key()?;
    let entry = Entry::created(TABLE, id, &new.division_code);
    let (columns, secrets) = split(new);
    let statement = diesel::insert_into(staff::table).values((
        staff::id.eq(id),
        columns,
        staff::data_key.eq(data_key),
        staff::sealed.eq(key.seal(TABLE, id, &secrets)?),
        staff::version.eq(1),
        staff::created_at.eq(at),
        staff::updated_at.eq(at),
    ));
    tx.apply(statement, entry)?;
    find(tx, id)
}

/// Changes parts of a member's facts.
///
/// # Errors
/// 404, 412, 422.
pub fn update(tx: &mut Tx<'_>, id: Id, version: i64, patch: Patch<CreateStaff>) -> ApiResult<StaffMember> {
    let row = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    let current = open(tx.vault(), row)?;
    let (facts, changed) = patch.apply(&current.facts)?;
    if changed.iter().any(|field| field == "division_code") {
        expect_in_force(tx, "/division_code", &facts.division_code, clock::today())?;
    }
    replace(tx, &current, facts)
}

/// Puts `facts` in the place of what is on record; nothing is written when nothing differs.
///
/// # Errors
/// 422 when the new division is out of scope.
pub fn replace(tx: &mut Tx<'_>, current: &StaffRecord, facts: CreateStaff) -> ApiResult<StaffMember> {
    within(tx.scope, "/division_code", &facts.division_code)?;
    let (id, changed) = (current.id, differing(&current.facts, &facts)?);
    if changed.is_empty() {
        return find(tx, id);
    }
    let row = find_row(tx, id)?;
    let version = row.version + 1;
    let entry = Entry::updated(TABLE, id, &facts.division_code, version, changed);
    let (columns, secrets) = split(facts);
    let sealed = tx.vault().open_key(&row.data_key)?.seal(TABLE, id, &secrets)?;
    let stamp = (staff::version.eq(version), staff::updated_at.eq(tx.at().naive_utc()));
    tx.apply(diesel::update(staff::table.find(id)).set((columns, staff::sealed.eq(sealed), stamp)), entry)?;
    find(tx, id)
}

/// Withdraws someone entered by mistake; whoever has left is no longer `active` instead. Answers the record as it was.
///
/// # Errors
/// 404, 412.
pub fn withdraw(tx: &mut Tx<'_>, id: Id, version: i64, why: Withdraw) -> ApiResult<StaffMember> {
    let row = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    let key = tx.vault().open_key(&row.data_key)?;
    let secrets: StaffSecrets = key.open(TABLE, id, &row.sealed)?;
    let secrets = StaffSecrets { withdrawn_because: Some(why.reason), ..secrets };
    let (at, version) = (tx.at().naive_utc(), row.version + 1);
    let entry = Entry::withdrawn(TABLE, id, &row.facts.division_code, version);
    let changes = (
        staff::withdrawn_at.eq(at),
        staff::sealed.eq(key.seal(TABLE, id, &secrets)?),
        staff::version.eq(version),
        staff::updated_at.eq(at),
    );
    tx.apply(diesel::update(staff::table.find(id)).set(changes), entry)?;
    let record = open(tx.vault(), row)?;
    Ok(shown(tx.scope, StaffRecord { version, updated_at: tx.at(), ..record }))
}

present!(visible, staff);

/// The rows this caller may see. Every query starts here or at [`visible_or_above`].
pub(super) fn visible(scope: &Scope) -> staff::BoxedQuery<'static, Backend> {
    on_record().filter(staff::division_code.ge(scope.from.clone())).filter(staff::division_code.lt(scope.to.clone()))
}

/// The rows this caller may see and those of the areas that hold `division_code`: enough to refer to, not to read.
pub(super) fn visible_or_above(scope: &Scope, division_code: &str) -> staff::BoxedQuery<'static, Backend> {
    let within = staff::division_code.ge(scope.from.clone()).and(staff::division_code.lt(scope.to.clone()));
    let first = DivisionCode::parse(division_code).ok();
    let above = std::iter::successors(first, DivisionCode::parent).map(|code| code.as_str().to_owned());
    on_record().filter(within.or(staff::division_code.eq_any(above.collect::<Vec<_>>())))
}

fn on_record() -> staff::BoxedQuery<'static, Backend> {
    staff::table.into_boxed().filter(staff::withdrawn_at.is_null())
}

/// All but `q`, which no column answers.
fn matching(scope: &Scope, filter: &StaffFilter) -> staff::BoxedQuery<'static, Backend> {
    let mut query = match &filter.division {
        Some(division) => visible(&scope.narrowed(division)),
        None => visible(scope),
    };
    if !filter.post.is_empty() {
        query = query.filter(staff::post.eq_any(codes::of(&filter.post)));
    }
    if let Some(active) = filter.active {
        query = query.filter(staff::is_active.eq(active));
    }
    query
}

pub(super) fn open(vault: &Vault, row: StaffRow) -> ApiResult<StaffRecord> {
    let StaffSecrets { name, phone, .. } = vault.open_key(&row.data_key)?.open(TABLE, row.id, &row.sealed)?;
    let StaffRow { id, facts, version, created_at, updated_at, .. } = row;
    let StaffColumns { division_code, post, title, is_active: active } = facts;
    let facts = CreateStaff { name, phone, post: StaffPost::stored(&post)?, title, division_code, active };
    Ok(StaffRecord { id, facts, version, created_at: created_at.and_utc(), updated_at: updated_at.and_utc() })
}

fn split(facts: CreateStaff) -> (StaffColumns, StaffSecrets) {
    let CreateStaff { name, phone, post, title, division_code, active } = facts;
    let columns = StaffColumns { division_code, post: post.code().to_owned(), title, is_active: active };
    (columns, StaffSecrets { name, phone, withdrawn_because: None })
}

/// What leaves the store: officials by name, their phone only for whoever may see contacts.
fn shown(scope: &Scope, record: StaffRecord) -> StaffMember {
    let StaffRecord { id, facts, version, created_at, updated_at } = record;
    let CreateStaff { name, phone, post, title, division_code, active } = facts;
    let phone_masked = phone.as_deref().map(mask::phone);
    let (phone, masked) = if scope.sees.has(FieldClass::Contact) { (phone, vec![]) } else { (None, vec!["phone"]) };
    StaffMember {
        id,
        name,
        post,
        title,
        division_code,
        phone_masked,
        phone,
        active,
        masked,
        version,
        created_at,
        updated_at,
    }
}
