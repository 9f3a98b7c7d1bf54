//! Queries on `rectifications`. Rows never leave this folder.
mod closing;
mod rows;

use chrono::NaiveDate;
use diesel::dsl::InnerJoinQuerySource;
use diesel::helper_types::{InnerJoin, IntoBoxed};
use diesel::prelude::*;
use diesel::sql_types::Bool;

pub use self::closing::{Ordered, follow, move_to, ordered};
use self::rows::{RectificationRow, RectificationSecrets, columns, facts, open, secrets};
use super::dto::{
    CreateRectification, Rectification, RectificationFilter, RectificationState, ReferRectification, Referral,
};
use super::rules;
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::Scope;
use crate::platform::clock;
use crate::platform::db::schema::{inspections as looks, premises, rectifications};
use crate::platform::db::{Backend, codes};
use crate::platform::error::{ALREADY_EXISTS, ApiError, ApiResult, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Paging, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::premises::inspections::{self, InspectionRecord, refresh_place};
use crate::premises::store::{Holder, alone};
use crate::present;

pub(super) const TABLE: &str = "rectifications";
const NO_ORDER: Rule =
    Rule {
        code: "rectification.not_found", zh: "没有这条责令整改记录", en: "no such order to put defects right"
    };

type Query = IntoBoxed<'static, InnerJoin<rectifications::table, premises::table>, Backend>;

present!(visible, rectifications);

/// The orders this caller may see: those to the places they may see. Every query starts here.
fn visible(scope: &Scope) -> Query {
    rectifications::table
        .inner_join(premises::table)
        .into_boxed()
        .filter(rectifications::withdrawn_at.is_null())
        .filter(premises::withdrawn_at.is_null())
        .filter(premises::division_code.ge(scope.from.clone()))
        .filter(premises::division_code.lt(scope.to.clone()))
}

fn matching(scope: &Scope, filter: &RectificationFilter, today: NaiveDate) -> Query {
    let mut query = match &filter.division {
        Some(division) => visible(&scope.narrowed(division)),
        None => visible(scope),
    };
    if let Some(premises_id) = filter.premises {
        query = query.filter(rectifications::premises_id.eq(premises_id));
    }
    if !filter.severity.is_empty() {
        query = query.filter(rectifications::severity.eq_any(codes::of(&filter.severity)));
    }
    let states = filter.state.iter().map(|state| in_state(*state, today));
    match states.reduce(|one, other| Box::new(one.or(other))) {
        Some(condition) => query.filter(condition),
        None => query,
    }
}

type Joined = InnerJoinQuerySource<rectifications::table, premises::table>;
type Condition = Box<dyn BoxableExpression<Joined, Backend, SqlType = Bool>>;

/// The orders that [`rules::state`] finds so.
fn in_state(state: RectificationState, today: NaiveDate) -> Condition {
    let (is_open, is_ours) = (rectifications::closed_on.is_null(), rectifications::referred_on.is_null());
    match state {
        RectificationState::Closed => Box::new(rectifications::closed_on.is_not_null()),
        RectificationState::Referred => Box::new(is_open.and(rectifications::referred_on.is_not_null())),
        RectificationState::Overdue => Box::new(is_open.and(is_ours).and(rectifications::due_on.lt(today))),
        RectificationState::Open => Box::new(is_open.and(is_ours).and(rectifications::due_on.ge(today))),
    }
}

/// A page of orders, those not fulfilled first, by their last day.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &RectificationFilter, paging: Paging) -> ApiResult<Page<Rectification>> {
    let (scope, today) = (reading.scope, clock::today());
    let counted = reading.counted(
        (TABLE, filter, today),
        |db| matching(scope, filter, today).select(rectifications::id).offset(MOST_COUNTED).first(db).optional(),
        |db| matching(scope, filter, today).count().get_result(db),
    )?;
    let order = (rectifications::closed_on.is_not_null(), rectifications::due_on, rectifications::id);
    let query = matching(scope, filter, today).order(order).limit(paging.per_page).offset(paging.offset());
    let rows: Vec<(RectificationRow, Holder)> =
        query.select((RectificationRow::as_select(), Holder::as_select())).load(reading.db)?;
    let shown = |row| Ok(rules::shown(open(reading.vault(), row)?, scope.sees));
    Ok(Page::new(rows.into_iter().map(shown).collect::<ApiResult<_>>()?, counted))
}

/// One order, as this caller may see it.
///
/// # Errors
/// 404 when there is none in scope.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<Rectification> {
    let row = find_row(reading, id)?;
    Ok(rules::shown(open(reading.vault(), row)?, reading.scope.sees))
}

fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<(RectificationRow, Holder)> {
    let query = visible(reading.scope).filter(rectifications::id.eq(id));
    let row = query.select((RectificationRow::as_select(), Holder::as_select())).first(reading.db).optional()?;
    row.ok_or(ApiError::NotFound(NO_ORDER))
}

/// Gives an order after an inspection; its place then stands as it should.
///
/// # Errors
/// 404 when the inspection is not in scope, 409 when an order was given already, if only after an inspection that this one
/// corrects, 422 for a broken rule.
pub fn create(tx: &mut Tx<'_>, inspection_id: Id, new: CreateRectification) -> ApiResult<Rectification> {
    let premises_id = inspections::find_record(tx, inspection_id)?.site.id;
    alone(tx, premises_id)?;
    let found = inspections::find_record(tx, inspection_id)?;
    rules::check_against(&found.facts, &new)?;
    expect_first(tx, &found)?;
    let (id, at, place) = (Id::new(), tx.at().naive_utc(), Holder::from(&found.site));
    let facts = columns(&new);
    let secrets = RectificationSecrets { demand: new.demand, ..RectificationSecrets::default() };
    let row = RectificationRow {
        id,
        premises_id: place.id,
        inspection_id,
        facts,
        referred_on: None,
        closed_on: None,
        reinspection_id: None,
        sealed: place.key(tx.vault())?.seal(TABLE, id, &secrets)?,
        version: 1,
        created_at: at,
        updated_at: at,
    };
    let statement = diesel::insert_into(rectifications::table).values(row);
    tx.apply(statement, Entry::created(TABLE, id, &place.division_code)).map_err(name_the_order)?;
    refresh_place(tx, place.id)?;
    find(tx, id)
}

/// What was ordered after an inspection is not ordered once more after its correction.
fn expect_first(reading: &mut Reading<'_>, found: &InspectionRecord) -> ApiResult<()> {
    if found.sign_off.corrects_id.is_none() {
        return Ok(());
    }
    let corrected: Vec<Id> = inspections::corrections_of(reading, found.site.id)?.before(found.id).collect();
    let order = rectifications::table
        .filter(rectifications::inspection_id.eq_any(corrected))
        .filter(rectifications::withdrawn_at.is_null())
        .select(rectifications::id);
    match order.first::<Id>(reading.db).optional()? {
        Some(_) => Err(ApiError::Conflict(rules::ONE_ORDER)),
        None => Ok(()),
    }
}

/// The inspection is the only thing that must be unique here.
fn name_the_order(error: ApiError) -> ApiError {
    match error {
        ApiError::Conflict(ALREADY_EXISTS) => ApiError::Conflict(rules::ONE_ORDER),
        other => other,
    }
}

/// The order at the version its caller has read, while nobody else writes about its place.
fn find_to_change(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<(RectificationRow, Holder)> {
    let premises_id = find_row(tx, id)?.1.id;
    alone(tx, premises_id)?;
    let (row, place) = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    Ok((row, place))
}

/// Changes parts of an order; whether it is closed, and how its place stands, follows anew.
///
/// # Errors
/// 404, 412, 422.
pub fn update(tx: &mut Tx<'_>, id: Id, version: i64, patch: Patch<CreateRectification>) -> ApiResult<Rectification> {
    let (row, place) = find_to_change(tx, id, version)?;
    let (inspection_id, secrets) = (row.inspection_id, secrets(tx.vault(), &row, &place)?);
    let current = facts(&open(tx.vault(), (row, place.clone()))?);
    let (facts, _) = patch.apply(&current)?;
    let facts = CreateRectification { due_on: Some(rules::due_on(&facts)), ..facts };
    let names = differing(&current, &facts)?;
    if names.is_empty() {
        return find(tx, id);
    }
    if facts.ordered_on != current.ordered_on {
        let inspected_on = looks::table.find(inspection_id).select(looks::inspected_on).first(tx.db)?;
        rules::check_day(inspected_on, facts.ordered_on).map_err(|error| ApiError::Invalid(vec![error]))?;
    }
    let columns = columns(&facts);
    let secrets = RectificationSecrets { demand: facts.demand, ..secrets };
    let sealed = place.key(tx.vault())?.seal(TABLE, id, &secrets)?;
    let entry = Entry::updated(TABLE, id, &place.division_code, version + 1, names);
    let changes = (columns, rectifications::sealed.eq(sealed), stamp(tx, version));
    tx.apply(diesel::update(rectifications::table.find(id)).set(changes), entry)?;
    refresh_place(tx, place.id)?;
    find(tx, id)
}

/// The version after `version`, and the instant of the change.
fn stamp(
    tx: &Tx<'_>,
    version: i64,
) -> (diesel::dsl::Eq<rectifications::version, i64>, diesel::dsl::Eq<rectifications::updated_at, chrono::NaiveDateTime>)
{
    (rectifications::version.eq(version + 1), rectifications::updated_at.eq(tx.at().naive_utc()))
}

/// Withdraws an order: out of lists and figures, not out of the journal. Answers it as it was.
///
/// # Errors
/// 404, 412.
pub fn withdraw(tx: &mut Tx<'_>, id: Id, version: i64, why: Withdraw) -> ApiResult<Rectification> {
    let (row, place) = find_to_change(tx, id, version)?;
    let secrets = RectificationSecrets { withdrawn_because: Some(why.reason), ..secrets(tx.vault(), &row, &place)? };
    let was = find(tx, id)?;
    let changes = (
        rectifications::withdrawn_at.eq(tx.at().naive_utc()),
        rectifications::sealed.eq(place.key(tx.vault())?.seal(TABLE, id, &secrets)?),
        stamp(tx, version),
    );
    let entry = Entry::withdrawn(TABLE, id, &place.division_code, version + 1);
    tx.apply(diesel::update(rectifications::table.find(id)).set(changes), entry)?;
    refresh_place(tx, place.id)?;
    Ok(Rectification { version: version + 1, updated_at: tx.at(), ..was })
}

/// Records that the matter was referred.
///
/// # Errors
/// 404, 409 when the place was found sound, 412, 422.
pub fn refer(tx: &mut Tx<'_>, id: Id, version: i64, referral: ReferRectification) -> ApiResult<Rectification> {
    let (row, place) = find_to_change(tx, id, version)?;
    let secrets = secrets(tx.vault(), &row, &place)?;
    let order = open(tx.vault(), (row, place.clone()))?;
    rules::expect_referable(&order, referral.referred_on)?;
    if order.referral == Some(Referral::from(referral.clone())) {
        return find(tx, id);
    }
    let referred_on = referral.referred_on;
    let secrets = RectificationSecrets { referral: Some(referral), ..secrets };
    let changes = (
        rectifications::referred_on.eq(referred_on),
        rectifications::sealed.eq(place.key(tx.vault())?.seal(TABLE, id, &secrets)?),
        stamp(tx, version),
    );
    let entry = Entry::updated(TABLE, id, &place.division_code, version + 1, vec!["referral".into()]);
    tx.apply(diesel::update(rectifications::table.find(id)).set(changes), entry)?;
    find(tx, id)
}
