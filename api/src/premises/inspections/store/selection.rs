//! Which inspections a query is about.
use diesel::helper_types::{InnerJoin, IntoBoxed};
use diesel::prelude::*;

use crate::platform::access::Reading;
use crate::platform::auth::Scope;
use crate::platform::coded::Coded;
use crate::platform::db::schema::{haste_signs, inspection_signatures as signatures, inspections, premises};
use crate::platform::db::{Backend, codes};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::premises::inspections::dto::{InspectionFilter, InspectionOrder};
use crate::premises::inspections::sign_off::{self, SignatureRole};
use crate::present;

pub(super) type Query = IntoBoxed<'static, InnerJoin<inspections::table, premises::table>, Backend>;

/// The inspections on record of the places this caller may see. Lists and figures start here; one that was corrected is
/// withdrawn in favour of the other and not among them.
pub(super) fn current(scope: &Scope) -> Query {
    in_scope(scope).filter(inspections::withdrawn_at.is_null())
}

present!(current, inspections);

/// Those that were corrected.
pub(super) fn corrected(scope: &Scope) -> Query {
    in_scope(scope).filter(inspections::corrected_by_id.is_not_null())
}

/// Those that are found by their ids: also what was corrected stays readable.
pub(super) fn visible(scope: &Scope) -> Query {
    in_scope(scope).filter(inspections::withdrawn_at.is_null().or(inspections::corrected_by_id.is_not_null()))
}

/// The inspections of the places this caller may see, the withdrawn included. Every query starts here.
fn in_scope(scope: &Scope) -> Query {
    let query = inspections::table.inner_join(premises::table).into_boxed().filter(premises::withdrawn_at.is_null());
    match scope.as_town() {
        Some(town) => query.filter(premises::town_code.eq(town.to_owned())),
        None => query
            .filter(premises::division_code.ge(scope.from.clone()))
            .filter(premises::division_code.lt(scope.to.clone())),
    }
}

pub(super) fn matching(scope: &Scope, filter: &InspectionFilter) -> Query {
    let scope = filter.division.as_ref().map_or_else(|| scope.clone(), |division| scope.narrowed(division));
    let mut query = if filter.corrected == Some(true) { corrected(&scope) } else { current(&scope) };
    if let Some(premises_id) = filter.premises {
        query = query.filter(inspections::premises_id.eq(premises_id));
    }
    if let Some(campaign_id) = filter.campaign {
        query = query.filter(inspections::campaign_id.eq(campaign_id));
    }
    if !filter.outcome.is_empty() {
        query = query.filter(inspections::outcome.eq_any(codes::of(&filter.outcome)));
    }
    if let Some(is_signed) = filter.is_signed {
        query = query.filter(inspections::is_signed.eq(is_signed));
    }
    let hasty = haste_signs::table.select(haste_signs::inspection_id);
    match filter.haste {
        Some(true) => query = query.filter(inspections::id.eq_any(hasty)),
        Some(false) => query = query.filter(inspections::id.ne_all(hasty)),
        None => {}
    }
    if let Some(capacity) = filter.awaits {
        query = awaiting_one(query, capacity);
    }
    if let Some(from) = filter.inspected_on_from {
        query = query.filter(inspections::inspected_on.ge(from));
    }
    if let Some(to) = filter.inspected_on_to {
        query = query.filter(inspections::inspected_on.le(to));
    }
    query
}

/// Those whose next signature is one in this capacity; what was signed on paper awaits nobody.
fn awaiting_one(query: Query, capacity: SignatureRole) -> Query {
    let signed_as = |role: SignatureRole| {
        signatures::table.filter(signatures::role.eq(role.code())).select(signatures::inspection_id)
    };
    let query = query.filter(inspections::id.ne_all(signed_as(capacity)));
    match sign_off::before(capacity) {
        Some(earlier) => query.filter(inspections::id.eq_any(signed_as(earlier))),
        None => query.filter(inspections::is_signed.eq(false)),
    }
}

/// How many inspections this account may sign now in a capacity: those whose turn it is, and that it has not signed before.
///
/// # Errors
/// The database refuses.
pub fn awaiting(reading: &mut Reading<'_>, capacity: SignatureRole, account_id: Id) -> ApiResult<i64> {
    let own = signatures::table.filter(signatures::account_id.eq(account_id)).select(signatures::inspection_id);
    let query = awaiting_one(current(reading.scope), capacity).filter(inspections::id.ne_all(own));
    Ok(query.count().get_result(reading.db)?)
}

pub(super) fn ordered(query: Query, order: InspectionOrder) -> Query {
    match order {
        InspectionOrder::Latest => query.order((inspections::inspected_on.desc(), inspections::id.desc())),
        InspectionOrder::Earliest => query.order((inspections::inspected_on.asc(), inspections::id.asc())),
    }
}
