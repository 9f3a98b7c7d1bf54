//! What follows for orders from the inspections of their place, and what of them is counted. Nobody closes an order: it is
//! closed by an inspection, and open again when that is withdrawn.
use chrono::NaiveDate;
use diesel::prelude::*;

use super::TABLE;
use super::rows::RectificationSecrets;
use crate::platform::access::{Reading, Tx};
use crate::platform::db::schema::{inspections, premises, rectifications};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::premises::dto::Site;
use crate::premises::inspections::Look;
use crate::premises::rectifications::rules;
use crate::premises::store::Holder;

/// An order beside the day of its inspection.
#[derive(Queryable)]
struct Standing {
    id: Id,
    ordered_on: NaiveDate,
    inspected_on: NaiveDate,
    closed_on: Option<NaiveDate>,
    reinspection_id: Option<Id>,
    version: i64,
}

/// Closes and opens the orders of a place as its inspections say, each change with a version and a journal entry of its own.
/// Answers the inspection that closed each order.
///
/// # Errors
/// The database refuses.
pub fn follow(tx: &mut Tx<'_>, place: &Holder, looks: &[Look]) -> ApiResult<Vec<Option<Id>>> {
    let orders: Vec<Standing> = rectifications::table
        .inner_join(inspections::table)
        .filter(rectifications::premises_id.eq(place.id))
        .filter(rectifications::withdrawn_at.is_null())
        .order(rectifications::id)
        .select((
            rectifications::id,
            rectifications::ordered_on,
            inspections::inspected_on,
            rectifications::closed_on,
            rectifications::reinspection_id,
            rectifications::version,
        ))
        .load(tx.db)?;
    orders.into_iter().map(|order| close(tx, place, &order, looks)).collect()
}

fn close(tx: &mut Tx<'_>, place: &Holder, order: &Standing, looks: &[Look]) -> ApiResult<Option<Id>> {
    let closing = rules::closing(order.ordered_on.max(order.inspected_on), looks);
    let (closed_on, reinspection_id) = (closing.map(|look| look.on), closing.map(|look| look.id));
    let differs =
        [("closed_on", closed_on != order.closed_on), ("reinspection_id", reinspection_id != order.reinspection_id)];
    let names: Vec<_> = differs.into_iter().filter(|(_, is_new)| *is_new).map(|(name, _)| name.into()).collect();
    if names.is_empty() {
        return Ok(reinspection_id);
    }
    let version = order.version + 1;
    let changes = (
        rectifications::closed_on.eq(closed_on),
        rectifications::reinspection_id.eq(reinspection_id),
        rectifications::version.eq(version),
        rectifications::updated_at.eq(tx.at().naive_utc()),
    );
    let entry = Entry::updated(TABLE, order.id, &place.division_code, version, names);
    tx.apply(diesel::update(rectifications::table.find(order.id)).set(changes), entry)?;
    Ok(reinspection_id)
}

/// Hangs the orders that follow these inspections on another place, sealed under its key: for two entries of one place. The
/// withdrawn ones go along. The caller refreshes both places afterwards.
///
/// # Errors
/// The database refuses, or what is sealed does not open.
pub fn move_to(tx: &mut Tx<'_>, inspection_ids: &[Id], to: &Site) -> ApiResult<()> {
    let rows: Vec<(Id, Vec<u8>, i64, Holder)> = rectifications::table
        .inner_join(premises::table)
        .filter(rectifications::inspection_id.eq_any(inspection_ids.to_vec()))
        .order(rectifications::id)
        .select((rectifications::id, rectifications::sealed, rectifications::version, Holder::as_select()))
        .load(tx.db)?;
    let key = Holder::from(to).key(tx.vault())?;
    for (id, sealed, version, from) in rows.into_iter().filter(|(.., from)| from.id != to.id) {
        let secrets: RectificationSecrets = from.key(tx.vault())?.open(TABLE, id, &sealed)?;
        let changes = (
            rectifications::premises_id.eq(to.id),
            rectifications::sealed.eq(key.seal(TABLE, id, &secrets)?),
            rectifications::version.eq(version + 1),
            rectifications::updated_at.eq(tx.at().naive_utc()),
        );
        let entry = Entry::updated(TABLE, id, &to.division_code, version + 1, vec!["premises_id".into()]);
        let entry = Entry { action: "moved", ..entry };
        tx.apply(diesel::update(rectifications::table.find(id)).set(changes), entry)?;
    }
    Ok(())
}

/// An order, as far as it is counted, with its place.
#[derive(Queryable)]
pub struct Ordered {
    /// The order.
    pub id: Id,
    /// The place.
    pub premises_id: Id,
    /// Its day.
    pub ordered_on: NaiveDate,
    /// Its last day.
    pub due_on: NaiveDate,
    /// The day the matter was referred.
    pub referred_on: Option<NaiveDate>,
    /// The day the place was found sound.
    pub closed_on: Option<NaiveDate>,
    /// Its version.
    pub version: i64,
    /// The place's number.
    pub premises_code: String,
    /// The place's name.
    pub premises_name: String,
    /// The division that manages the place.
    pub division_code: String,
}

/// The orders to the places in scope at or below `division`, for figures: nothing is unsealed.
///
/// # Errors
/// The database refuses.
pub fn ordered(reading: &mut Reading<'_>, division: &str) -> ApiResult<Vec<Ordered>> {
    let scope = reading.scope.narrowed(division);
    let query = rectifications::table
        .inner_join(premises::table)
        .filter(rectifications::withdrawn_at.is_null())
        .filter(premises::withdrawn_at.is_null())
        .filter(premises::division_code.ge(scope.from))
        .filter(premises::division_code.lt(scope.to))
        .order((rectifications::ordered_on, rectifications::id));
    let columns = (
        rectifications::id,
        rectifications::premises_id,
        rectifications::ordered_on,
        rectifications::due_on,
        rectifications::referred_on,
        rectifications::closed_on,
        rectifications::version,
        premises::code,
        premises::name,
        premises::division_code,
    );
    Ok(query.select(columns).load(reading.db)?)
}
