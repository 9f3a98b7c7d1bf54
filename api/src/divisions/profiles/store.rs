//! Queries on `division_profiles`. Rows never leave this file.
use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::dto::{CreateProfile, Profile};
use super::rules;
use crate::divisions::store::{expect_known, within};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::Scope;
use crate::platform::db::Backend;
use crate::platform::db::schema::division_profiles;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Paging, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::present;

const TABLE: &str = "division_profiles";
const NO_PROFILE: Rule =
    Rule { code: "profile.not_found", zh: "没有该年度的镇情", en: "no profile of that year" };

#[derive(Queryable, Selectable)]
#[diesel(table_name = division_profiles, check_for_backend(Backend))]
struct ProfileRow {
    id: Id,
    division_code: String,
    year: i32,
    #[diesel(embed)]
    facts: ProfileColumns,
    version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = division_profiles, check_for_backend(Backend), treat_none_as_null = true)]
struct ProfileColumns {
    town_name: Option<String>,
    city_name: Option<String>,
    bearing: Option<String>,
    distance_km: Option<f64>,
    expressway_distance_km: Option<f64>,
    area_km2: Option<f64>,
    farmland_mu: Option<f64>,
    mountain_wan_mu: Option<f64>,
    fiscal_revenue_yi: Option<f64>,
    fixed_investment_yi: Option<f64>,
    villages: Option<i64>,
    groups: Option<i64>,
    population: Option<i64>,
    households: Option<i64>,
    texts: String,
    sources: String,
}

/// The profiles of a division, the latest year first.
///
/// # Errors
/// 404 when there is no such division in scope.
pub fn list(reading: &mut Reading<'_>, code: &str, paging: Paging) -> ApiResult<Page<Profile>> {
    expect_known(reading, code)?;
    let scope = reading.scope;
    let counted = reading.counted(
        (TABLE, code),
        |db| of(scope, code).select(division_profiles::id).offset(MOST_COUNTED).first(db).optional(),
        |db| of(scope, code).count().get_result(db),
    )?;
    let query = of(scope, code).order(division_profiles::year.desc()).select(ProfileRow::as_select());
    let rows: Vec<ProfileRow> = query.limit(paging.per_page).offset(paging.offset()).load(reading.db)?;
    Ok(Page::new(rows.into_iter().map(open).collect::<ApiResult<_>>()?, counted))
}

/// Every profile of exactly this division, for comparing a ledger with them.
///
/// # Errors
/// The database refuses.
pub fn of_division(reading: &mut Reading<'_>, code: &str) -> ApiResult<Vec<Profile>> {
    let rows: Vec<ProfileRow> = of(reading.scope, code).select(ProfileRow::as_select()).load(reading.db)?;
    rows.into_iter().map(open).collect()
}

/// The profile of a division and a year, if there is one in scope.
fn profile_of(reading: &mut Reading<'_>, code: &str, year: i32) -> ApiResult<Option<Profile>> {
    let query = of(reading.scope, code).filter(division_profiles::year.eq(year)).select(ProfileRow::as_select());
    query.first(reading.db).optional()?.map(open).transpose()
}

/// The profile of a division and a year.
///
/// # Errors
/// 404 when there is none in scope.
pub fn find(reading: &mut Reading<'_>, code: &str, year: i32) -> ApiResult<Profile> {
    profile_of(reading, code, year)?.ok_or(ApiError::NotFound(NO_PROFILE))
}

/// Puts a profile for whoever read version `read` of it, or read that there is none. Whether it is new, too.
///
/// # Errors
/// 404 when there is no such division in scope, 412, 422, 428 when there is one and no version was read.
pub fn put(
    tx: &mut Tx<'_>,
    code: &str,
    year: i32,
    read: Option<i64>,
    facts: CreateProfile,
) -> ApiResult<(Profile, bool)> {
    expect_known(tx, code)?;
    match (profile_of(tx, code, year)?, read) {
        (None, None) => Ok((insert(tx, code, year, facts)?, true)),
        (None, Some(_)) => Err(ApiError::Stale { current: 0, changed: Vec::new() }),
        (Some(_), None) => Err(ApiError::VersionRequired),
        (Some(current), Some(read)) => {
            tx.expect_version(current.id, current.version, read)?;
            Ok((replace(tx, &current, facts)?, false))
        }
    }
}

/// Puts a profile for a caller that has compared already: creates it or replaces it; nothing is written when nothing
/// differs. The division need not be in the tree yet: a town's own ledger may come before its villages'.
///
/// # Errors
/// 422 when the division is out of scope or the year impossible.
pub fn put_profile(tx: &mut Tx<'_>, code: &str, year: i32, facts: CreateProfile) -> ApiResult<Profile> {
    match profile_of(tx, code, year)? {
        None => insert(tx, code, year, facts),
        Some(current) => replace(tx, &current, facts),
    }
}

fn insert(tx: &mut Tx<'_>, code: &str, year: i32, facts: CreateProfile) -> ApiResult<Profile> {
    insert_as(tx, Id::new(), (code, year), facts)
}

/// A new profile under an id made before: for imports.
///
/// # Errors
/// As [`put_profile`].
pub fn insert_as(tx: &mut Tx<'_>, id: Id, (code, year): (&str, i32), facts: CreateProfile) -> ApiResult<Profile> {
    within(tx.scope, "/division_code", code)?;
    rules::year(year).map_err(|rule| ApiError::invalid("/year", rule))?;
    let at = tx.at().naive_utc();
    let statement = diesel::insert_into(division_profiles::table).values((
        division_profiles::id.eq(id),
        division_profiles::division_code.eq(code.to_owned()),
        division_profiles::year.eq(year),
        split(facts)?,
        division_profiles::version.eq(1),
        division_profiles::created_at.eq(at),
        division_profiles::updated_at.eq(at),
    ));
    tx.apply(statement, Entry::created(TABLE, id, code))?;
    find(tx, code, year)
}

fn replace(tx: &mut Tx<'_>, current: &Profile, facts: CreateProfile) -> ApiResult<Profile> {
    let Profile { id, division_code, year, version, .. } = current;
    let changed = differing(&current.facts, &facts)?;
    if !changed.is_empty() {
        let entry = Entry::updated(TABLE, *id, division_code, version + 1, changed);
        let stamp = (division_profiles::version.eq(version + 1), division_profiles::updated_at.eq(tx.at().naive_utc()));
        tx.apply(diesel::update(division_profiles::table.find(*id)).set((split(facts)?, stamp)), entry)?;
    }
    find(tx, division_code, *year)
}

present!(visible, division_profiles);

/// The rows this caller may see. Every query starts here.
fn visible(scope: &Scope) -> division_profiles::BoxedQuery<'static, Backend> {
    division_profiles::table
        .into_boxed()
        .filter(division_profiles::division_code.ge(scope.from.clone()))
        .filter(division_profiles::division_code.lt(scope.to.clone()))
}

fn of(scope: &Scope, code: &str) -> division_profiles::BoxedQuery<'static, Backend> {
    visible(scope).filter(division_profiles::division_code.eq(code.to_owned()))
}

fn open(row: ProfileRow) -> ApiResult<Profile> {
    let ProfileRow { id, division_code, year, facts, version, created_at, updated_at } = row;
    let (created_at, updated_at) = (created_at.and_utc(), updated_at.and_utc());
    Ok(Profile { id, division_code, year, facts: join(facts)?, version, created_at, updated_at })
}

fn join(columns: ProfileColumns) -> ApiResult<CreateProfile> {
    let map = |text: &str| serde_json::from_str(text).map_err(|error| ApiError::Internal(error.into()));
    let ProfileColumns {
        town_name,
        city_name,
        bearing,
        distance_km,
        expressway_distance_km,
        area_km2,
        farmland_mu,
        mountain_wan_mu,
        fiscal_revenue_yi,
        fixed_investment_yi,
        villages,
        groups,
        population,
        households,
        texts,
        sources,
    } = columns;
    Ok(CreateProfile {
        town_name,
        city_name,
        bearing,
        distance_km,
        expressway_distance_km,
        area_km2,
        farmland_mu,
        mountain_wan_mu,
        fiscal_revenue_yi,
        fixed_investment_yi,
        villages,
        groups,
        population,
        households,
        texts: map(&texts)?,
        sources: map(&sources)?,
    })
}

fn split(facts: CreateProfile) -> ApiResult<ProfileColumns> {
    let text =
        |map: &BTreeMap<String, String>| serde_json::to_string(map).map_err(|error| ApiError::Internal(error.into()));
    let CreateProfile {
        town_name,
        city_name,
        bearing,
        distance_km,
        expressway_distance_km,
        area_km2,
        farmland_mu,
        mountain_wan_mu,
        fiscal_revenue_yi,
        fixed_investment_yi,
        villages,
        groups,
        population,
        households,
        texts,
        sources,
    } = facts;
    Ok(ProfileColumns {
        town_name,
        city_name,
        bearing,
        distance_km,
        expressway_distance_km,
        area_km2,
        farmland_mu,
        mountain_wan_mu,
        fiscal_revenue_yi,
        fixed_investment_yi,
        villages,
        groups,
        population,
        households,
        texts: text(&texts)?,
        sources: text(&sources)?,
    })
}
