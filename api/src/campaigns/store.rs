//! Queries on `campaigns`. Rows never leave this file.
use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::dto::{Campaign, CampaignFilter, CampaignKind, CampaignOrder, CreateCampaign};
use crate::divisions::expect_in_force;
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::Scope;
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::schema::{campaigns, inspections, premises};
use crate::platform::db::sql::{contains, lower};
use crate::platform::db::{Backend, codes};
use crate::platform::error::{ALREADY_EXISTS, ApiError, ApiResult, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Paging};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::present;

/// The table, as journal entries name it.
pub const TABLE: &str = "campaigns";
const NO_CAMPAIGN: Rule = Rule { code: "campaign.not_found", zh: "没有这次排查行动", en: "no such campaign" };
pub(super) const ELSEWHERE: Rule =
    Rule {
        code: "division_code.scope", zh: "该区划不在您的管理范围内", en: "this division is outside your area"
    };
const TITLE_TAKEN: Rule = Rule {
    code: "campaign.title.taken",
    zh: "该区划已有同名的行动",
    en: "this division already has a campaign of this title",
};
/// Digits that name an area above a village.
const LEVELS_ABOVE: [usize; 4] = [2, 4, 6, 9];

type Query = campaigns::BoxedQuery<'static, Backend>;

#[derive(Queryable, Selectable)]
#[diesel(table_name = campaigns, check_for_backend(Backend))]
struct CampaignRow {
    id: Id,
    #[diesel(embed)]
    facts: CampaignColumns,
    version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = campaigns, check_for_backend(Backend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct CampaignColumns {
    kind: String,
    title: String,
    division_code: String,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
}

/// A page of campaigns.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &CampaignFilter, paging: Paging) -> ApiResult<Page<Campaign>> {
    let scope = reading.scope;
    let counted = reading.counted(
        (TABLE, filter),
        |db| matching(scope, filter).select(campaigns::id).offset(MOST_COUNTED).first(db).optional(),
        |db| matching(scope, filter).count().get_result(db),
    )?;
    let query = match filter.sort {
        CampaignOrder::Newest => matching(scope, filter).order((campaigns::created_at.desc(), campaigns::id.desc())),
        CampaignOrder::Title => matching(scope, filter).order((campaigns::title.asc(), campaigns::id.asc())),
    };
    let rows: Vec<CampaignRow> =
        query.select(CampaignRow::as_select()).limit(paging.per_page).offset(paging.offset()).load(reading.db)?;
    Ok(Page::new(with_counts(reading, rows)?, counted))
}

/// One campaign.
///
/// # Errors
/// 404 when none of this id concerns the caller's area.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<Campaign> {
    let row = find_row(reading, id)?;
    with_counts(reading, vec![row])?.pop().ok_or(ApiError::NotFound(NO_CAMPAIGN))
}

/// The facts of one campaign, uncounted: what an inspection is checked against.
///
/// # Errors
/// 404 when none of this id concerns the caller's area.
pub fn facts(reading: &mut Reading<'_>, id: Id) -> ApiResult<CreateCampaign> {
    join(find_row(reading, id)?.facts)
}

fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<CampaignRow> {
    let query = visible(reading.scope).filter(campaigns::id.eq(id)).select(CampaignRow::as_select());
    query.first(reading.db).optional()?.ok_or(ApiError::NotFound(NO_CAMPAIGN))
}

/// Opens a campaign.
///
/// # Errors
/// 422 when its division is not there or has one of this title.
pub fn create(tx: &mut Tx<'_>, new: CreateCampaign) -> ApiResult<Campaign> {
    expect_in_force(tx, "/division_code", &new.division_code, new.starts_on.unwrap_or_else(clock::today))?;
    let id = insert(tx, new)?;
    find(tx, id)
}

fn insert(tx: &mut Tx<'_>, new: CreateCampaign) -> ApiResult<Id> {
    insert_as(tx, Id::new(), new)
}

/// Opens a campaign under an id made before: for imports.
///
/// # Errors
/// As creating it by hand.
pub fn insert_as(tx: &mut Tx<'_>, id: Id, new: CreateCampaign) -> ApiResult<Id> {
    if !tx.scope.covers(&new.division_code) {
        return Err(ApiError::invalid("/division_code", ELSEWHERE));
    }
    let at = tx.at().naive_utc();
    let entry = Entry::created(TABLE, id, &new.division_code);
    let statement = diesel::insert_into(campaigns::table).values((
        campaigns::id.eq(id),
        split(new),
        campaigns::version.eq(1),
        campaigns::created_at.eq(at),
        campaigns::updated_at.eq(at),
    ));
    tx.apply(statement, entry).map_err(title_taken)?;
    Ok(id)
}

/// The one thing that must be unique is the title.
pub(super) fn title_taken(error: ApiError) -> ApiError {
    match error {
        ApiError::Conflict(ALREADY_EXISTS) => ApiError::invalid("/title", TITLE_TAKEN),
        other => other,
    }
}

/// The campaigns of exactly this division by title, for matching the rows of a ledger.
///
/// # Errors
/// The database refuses.
pub fn of_division(reading: &mut Reading<'_>, division_code: &str) -> ApiResult<HashMap<String, (Id, CreateCampaign)>> {
    let query = visible(reading.scope).filter(campaigns::division_code.eq(division_code.to_owned()));
    let rows: Vec<CampaignRow> = query.select(CampaignRow::as_select()).load(reading.db)?;
    rows.into_iter().map(|row| Ok((row.facts.title.clone(), (row.id, join(row.facts)?)))).collect()
}

/// The campaigns that concern this caller, the oldest entry first.
///
/// # Errors
/// The database refuses.
pub fn concerning_caller(reading: &mut Reading<'_>) -> ApiResult<Vec<(Id, CreateCampaign)>> {
    let query = visible(reading.scope).order(campaigns::id.asc()).select(CampaignRow::as_select());
    let rows: Vec<CampaignRow> = query.load(reading.db)?;
    rows.into_iter().map(|row| Ok((row.id, join(row.facts)?))).collect()
}

present!(visible, campaigns);

/// The campaigns that concern this caller. Every query starts here.
fn visible(scope: &Scope) -> Query {
    let on_record = campaigns::table.into_boxed().filter(campaigns::withdrawn_at.is_null());
    concerning(on_record, &scope.division_code, scope)
}

/// Campaigns in `area`, and those of the areas above `division_code`, which cover it.
fn concerning(query: Query, division_code: &str, area: &Scope) -> Query {
    let within = campaigns::division_code.ge(area.from.clone()).and(campaigns::division_code.lt(area.to.clone()));
    query.filter(within.or(campaigns::division_code.eq_any(areas_above(division_code))))
}

/// The areas that hold a division.
pub fn areas_above(division_code: &str) -> Vec<String> {
    LEVELS_ABOVE.iter().filter_map(|digits| division_code.get(..*digits)).map(|area| format!("{area:0<12}")).collect()
}

fn matching(scope: &Scope, filter: &CampaignFilter) -> Query {
    let mut query = visible(scope);
    if let Some(division) = &filter.division {
        query = concerning(query, division, &Scope::of_division(division, scope.sees));
    }
    if !filter.kind.is_empty() {
        query = query.filter(campaigns::kind.eq_any(codes::of(&filter.kind)));
    }
    if let Some(q) = &filter.q {
        query = query.filter(lower(campaigns::title).like(contains(q)).escape('\\'));
    }
    query
}

/// Inspections on record of places in scope, for each of these campaigns that has any.
fn counts(reading: &mut Reading<'_>, ids: Vec<Id>) -> ApiResult<HashMap<Id, i64>> {
    let counts: Vec<(Option<Id>, i64)> = inspections::table
        .inner_join(premises::table)
        .filter(inspections::campaign_id.eq_any(ids))
        .filter(inspections::withdrawn_at.is_null())
        .filter(premises::withdrawn_at.is_null())
        .filter(premises::division_code.ge(reading.scope.from.clone()))
        .filter(premises::division_code.lt(reading.scope.to.clone()))
        .group_by(inspections::campaign_id)
        .select((inspections::campaign_id, count_star()))
        .load(reading.db)?;
    Ok(counts.into_iter().filter_map(|(id, count)| Some((id?, count))).collect())
}

fn with_counts(reading: &mut Reading<'_>, rows: Vec<CampaignRow>) -> ApiResult<Vec<Campaign>> {
    let counts = counts(reading, rows.iter().map(|row| row.id).collect())?;
    let one = |row: CampaignRow| {
        let CampaignRow { id, facts, version, created_at, updated_at } = row;
        let inspections = counts.get(&id).copied().unwrap_or_default();
        let (created_at, updated_at) = (created_at.and_utc(), updated_at.and_utc());
        Ok(Campaign { id, facts: join(facts)?, inspections, version, created_at, updated_at })
    };
    rows.into_iter().map(one).collect()
}

fn join(columns: CampaignColumns) -> ApiResult<CreateCampaign> {
    let CampaignColumns { kind, title, division_code, starts_on, ends_on } = columns;
    Ok(CreateCampaign { kind: CampaignKind::stored(&kind)?, title, division_code, starts_on, ends_on })
}

pub(super) fn split(facts: CreateCampaign) -> CampaignColumns {
    let CreateCampaign { kind, title, division_code, starts_on, ends_on } = facts;
    CampaignColumns { kind: kind.code().to_owned(), title, division_code, starts_on, ends_on }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_areas_above_a_village_are_its_town_and_all_that_hold_it() {
        let above = ["990000000000", "990900000000", "990981000000", "990981107000"];
        assert_eq!(areas_above("990981107203"), above);
        assert!(areas_above("").is_empty());
    }
}
