//! Queries on `views`. Rows never leave this file.
use std::collections::{HashMap, hash_map};

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::dto::{CreateView, View, ViewFilter};
use super::rules;
use crate::codes::division::with_areas_above;
use crate::desk::dto::ListName;
use crate::desk::list::Lists;
use crate::desk::rules::{NO_LIST, TOO_LONG, at_query, canonical, query_length};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::{CapabilitySet, accounts};
use crate::platform::coded::Coded;
use crate::platform::db::schema::views;
use crate::platform::db::{Backend, codes, sql};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Page, Paging, Patch, differing, pairs};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::platform::vault::DataKey;

const TABLE: &str = "views";

type Query = views::BoxedQuery<'static, Backend>;

/// Whose desk it is, what they may do, and the lists there are.
pub struct Desk {
    /// The account.
    pub account_id: Id,
    /// What it may do.
    pub capabilities: CapabilitySet,
    /// Every list.
    pub lists: Lists,
}

impl Desk {
    fn reads(&self, list: ListName) -> bool {
        self.lists.open_to(self.capabilities, list).is_some()
    }

    fn check(&self, list: ListName, query: &str) -> ApiResult<()> {
        let list = self.lists.open_to(self.capabilities, list);
        list.ok_or_else(|| ApiError::invalid("/list", NO_LIST))?.check(query)
    }
}

/// What is sealed of a view: somebody may have called it after a person.
#[derive(Debug, Serialize, Deserialize)]
struct ViewSecrets {
    name: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = views, check_for_backend(Backend))]
struct ViewRow {
    id: Id,
    account_id: Id,
    division_code: String,
    list: String,
    query: String,
    shown_columns: Option<String>,
    is_shared: bool,
    data_key: Vec<u8>,
    sealed: Vec<u8>,
    version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// The columns that hold what a view is; the same for inserting and changing.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = views, treat_none_as_null = true, treat_none_as_default_value = false)]
struct ViewColumns {
    division_code: String,
    list: String,
    query: String,
    shown_columns: Option<String>,
    is_shared: bool,
    sealed: Vec<u8>,
}

/// The views that may be used from a desk: its own, and those shared by its division and the areas above; of lists that are read
/// there. Every query starts here.
fn visible(reading: &Reading<'_>, desk: &Desk) -> Query {
    let lists: Vec<ListName> = ListName::ALL.iter().copied().filter(|list| desk.reads(*list)).collect();
    let shared =
        views::is_shared.eq(true).and(views::division_code.eq_any(with_areas_above(&reading.scope.division_code)));
    views::table
        .into_boxed()
        .filter(views::withdrawn_at.is_null())
        .filter(views::list.eq_any(codes::of(&lists)))
        .filter(views::account_id.eq(desk.account_id).or(shared))
}

/// A page of views, one's own first, each group by name.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, desk: &Desk, filter: &ViewFilter, paging: Paging) -> ApiResult<Page<View>> {
    let mut query = visible(reading, desk);
    if let Some(list) = filter.list {
        query = query.filter(views::list.eq(list.code()));
    }
    // Names are sealed, so they are sorted here; an account has few, and what is shared is few accounts'.
    let rows: Vec<ViewRow> = query.select(ViewRow::as_select()).load(reading.db)?;
    let mut found = open_all(reading, desk, rows)?;
    found.sort_by(|one, other| {
        (!one.is_own, &one.facts.name, one.id).cmp(&(!other.is_own, &other.facts.name, other.id))
    });
    let counted = i64::try_from(found.len()).unwrap_or(i64::MAX);
    Ok(Page::new(paging.slice(&found).to_vec(), counted))
}

/// One view.
///
/// # Errors
/// 404 when there is none of this id to be used.
pub fn find(reading: &mut Reading<'_>, desk: &Desk, id: Id) -> ApiResult<View> {
    let row = find_row(reading, desk, id)?;
    open_all(reading, desk, vec![row])?.pop().ok_or(ApiError::NotFound(rules::NO_VIEW))
}

fn find_row(reading: &mut Reading<'_>, desk: &Desk, id: Id) -> ApiResult<ViewRow> {
    let query = visible(reading, desk).filter(views::id.eq(id)).select(ViewRow::as_select());
    query.first(reading.db).optional()?.ok_or(ApiError::NotFound(rules::NO_VIEW))
}

/// Keeps a search.
///
/// # Errors
/// 409 when there are too many, 422.
pub fn insert(tx: &mut Tx<'_>, desk: &Desk, new: CreateView) -> ApiResult<View> {
    let facts = kept(desk, new)?;
    expect_room(tx, desk, None, &facts)?;
    let (id, at, (key, data_key)) = (Id::new(), tx.at().naive_utc(), tx.vault().new_key()?);
    let entry = Entry::created(TABLE, id, &tx.scope.division_code);
    let statement = diesel::insert_into(views::table).values((
        views::id.eq(id),
        views::account_id.eq(desk.account_id),
        split(&key, id, &tx.scope.division_code, facts)?,
        views::data_key.eq(data_key),
        (views::version.eq(1), views::created_at.eq(at), views::updated_at.eq(at)),
    ));
    tx.apply(statement, entry)?;
    find(tx, desk, id)
}

/// Changes parts of one's own view. Where it is shared, it is shared with the division its owner belongs to now.
///
/// # Errors
/// 403 when it is somebody else's, 404, 412, 422.
pub fn update(tx: &mut Tx<'_>, desk: &Desk, id: Id, version: i64, patch: Patch<CreateView>) -> ApiResult<View> {
    let row = find_row(tx, desk, id)?;
    tx.expect_version(id, row.version, version)?;
    let (key, owner, row_version) = (tx.vault().open_key(&row.data_key)?, row.account_id, row.version);
    let before = facts(&key, &row)?;
    let (facts, _) = patch.apply(&before)?;
    expect_own(desk, owner)?;
    if facts.list != before.list {
        return Err(ApiError::invalid("/list", rules::LIST_FIXED));
    }
    let facts = kept(desk, facts)?;
    let changed = differing(&before, &facts)?;
    if changed.is_empty() {
        return find(tx, desk, id);
    }
    expect_room(tx, desk, Some(id), &facts)?;
    let version = row_version + 1;
    let division = tx.scope.division_code.clone();
    let stamp = (views::version.eq(version), views::updated_at.eq(tx.at().naive_utc()));
    let columns = split(&key, id, &division, facts)?;
    let entry = Entry::updated(TABLE, id, &division, version, changed);
    tx.apply(diesel::update(views::table.find(id)).set((columns, stamp)), entry)?;
    find(tx, desk, id)
}

/// Deletes one's own view: what it was is destroyed, and that it was stays in the journal.
///
/// # Errors
/// 403 when it is somebody else's, 404, 412.
pub fn delete(tx: &mut Tx<'_>, desk: &Desk, id: Id, version: i64) -> ApiResult<()> {
    let row = find_row(tx, desk, id)?;
    tx.expect_version(id, row.version, version)?;
    expect_own(desk, row.account_id)?;
    let at = tx.at().naive_utc();
    let columns = (
        (views::withdrawn_at.eq(at), views::query.eq(""), views::shown_columns.eq(None::<String>)),
        (views::data_key.eq(Vec::<u8>::new()), views::sealed.eq(Vec::<u8>::new())),
        (views::version.eq(version + 1), views::updated_at.eq(at)),
    );
    let entry = Entry::withdrawn(TABLE, id, &row.division_code, version + 1);
    tx.apply(diesel::update(views::table.find(id)).set(columns), entry).map(drop)
}

/// Takes a view out of what the caller's area shares, and answers it as whoever made it has it from now on.
///
/// # Errors
/// 404 when it is not shared by the caller's area, 412.
pub fn unshare(tx: &mut Tx<'_>, desk: &Desk, id: Id, version: i64) -> ApiResult<View> {
    let view = find(tx, desk, id)?;
    tx.expect_version(id, view.version, version)?;
    if !view.facts.is_shared || !tx.scope.covers(&view.division_code) {
        return Err(ApiError::NotFound(rules::NO_VIEW));
    }
    let version = view.version + 1;
    let entry = Entry::updated(TABLE, id, &view.division_code, version, vec!["is_shared".into()]);
    let stamp = (views::version.eq(version), views::updated_at.eq(tx.at().naive_utc()));
    tx.apply(diesel::update(views::table.find(id)).set((views::is_shared.eq(false), stamp)), entry)?;
    let facts = CreateView { is_shared: false, ..view.facts };
    Ok(View { facts, version, updated_at: tx.at(), ..view })
}

fn expect_own(desk: &Desk, owner: Id) -> ApiResult<()> {
    if owner == desk.account_id { Ok(()) } else { Err(ApiError::Refused(rules::NOT_YOURS)) }
}

/// The facts as they are kept: the query in one order, and one that the list takes.
fn kept(desk: &Desk, facts: CreateView) -> ApiResult<CreateView> {
    let pairs = pairs(&facts.query).and_then(canonical).map_err(|error| at_query("/query", error))?;
    let query = serde_urlencoded::to_string(&pairs).map_err(|error| ApiError::Internal(error.into()))?;
    if query_length(&query).is_err() {
        return Err(ApiError::invalid("/query", TOO_LONG));
    }
    desk.check(facts.list, &query).map_err(|error| match error {
        ApiError::Invalid(errors) if errors.iter().any(|error| error.pointer == "/list") => ApiError::Invalid(errors),
        other => at_query("/query", other),
    })?;
    Ok(CreateView { query, ..facts })
}

/// Nobody has two views of a list by one name, nor views without end.
fn expect_room(tx: &mut Tx<'_>, desk: &Desk, changing: Option<Id>, facts: &CreateView) -> ApiResult<()> {
    sql::one_at_a_time(tx.db, &format!("views {}", desk.account_id))?;
    let own = views::table.filter(views::account_id.eq(desk.account_id)).filter(views::withdrawn_at.is_null());
    let mut rows: Vec<ViewRow> = own.select(ViewRow::as_select()).load(tx.db)?;
    rows.retain(|row| Some(row.id) != changing);
    if rows.len() >= rules::MOST {
        return Err(ApiError::Conflict(rules::TOO_MANY));
    }
    for row in rows.iter().filter(|row| row.list == facts.list.code()) {
        let secrets: ViewSecrets = tx.vault().open_key(&row.data_key)?.open(TABLE, row.id, &row.sealed)?;
        if secrets.name == facts.name {
            return Err(ApiError::invalid("/name", rules::NAME_TAKEN));
        }
    }
    Ok(())
}

fn open_all(reading: &mut Reading<'_>, desk: &Desk, rows: Vec<ViewRow>) -> ApiResult<Vec<View>> {
    let mut owners: HashMap<Id, String> = HashMap::new();
    let mut found = Vec::new();
    for row in rows {
        let owner = match owners.entry(row.account_id) {
            hash_map::Entry::Occupied(known) => known.get().clone(),
            hash_map::Entry::Vacant(new) => new.insert(accounts::find(reading, row.account_id)?.display_name).clone(),
        };
        let facts = facts(&reading.vault().open_key(&row.data_key)?, &row)?;
        let is_current = desk.check(facts.list, &facts.query).is_ok();
        let is_own = row.account_id == desk.account_id;
        let (created_at, updated_at) = (row.created_at.and_utc(), row.updated_at.and_utc());
        let ViewRow { id, division_code, version, .. } = row;
        found.push(View { id, facts, division_code, owner, is_own, is_current, version, created_at, updated_at });
    }
    Ok(found)
}

fn facts(key: &DataKey, row: &ViewRow) -> ApiResult<CreateView> {
    let ViewSecrets { name } = key.open(TABLE, row.id, &row.sealed)?;
    let columns = row.shown_columns.as_deref().map(serde_json::from_str).transpose();
    Ok(CreateView {
        name,
        list: ListName::stored(&row.list)?,
        query: row.query.clone(),
        columns: columns.map_err(|error| ApiError::Internal(error.into()))?,
        is_shared: row.is_shared,
    })
}

fn split(key: &DataKey, id: Id, division: &str, facts: CreateView) -> ApiResult<ViewColumns> {
    let CreateView { name, list, query, columns, is_shared } = facts;
    let columns = columns.map(|columns| serde_json::to_string(&columns)).transpose();
    Ok(ViewColumns {
        division_code: division.to_owned(),
        list: list.code().to_owned(),
        query,
        shown_columns: columns.map_err(|error| ApiError::Internal(error.into()))?,
        is_shared,
        sealed: key.seal(TABLE, id, &ViewSecrets { name })?,
    })
}
