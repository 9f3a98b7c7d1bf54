//! Which inspections a query is about.
use diesel::helper_types::{InnerJoin, IntoBoxed};
use diesel::prelude::*;

use crate::platform::auth::Scope;
use crate::platform::db::schema::{haste_signs, inspections, premises};
use crate::platform::db::{Backend, codes};
use crate::premises::inspections::dto::{InspectionFilter, InspectionOrder};
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
    if let Some(from) = filter.inspected_on_from {
        query = query.filter(inspections::inspected_on.ge(from));
    }
    if let Some(to) = filter.inspected_on_to {
        query = query.filter(inspections::inspected_on.le(to));
    }
    query
}

pub(super) fn ordered(query: Query, order: InspectionOrder) -> Query {
    match order {
        InspectionOrder::Latest => query.order((inspections::inspected_on.desc(), inspections::id.desc())),
        InspectionOrder::Earliest => query.order((inspections::inspected_on.asc(), inspections::id.asc())),
    }
}
