//! Which inspections a query is about.
use diesel::helper_types::{InnerJoin, IntoBoxed};
use diesel::prelude::*;

use crate::platform::auth::Scope;
use crate::platform::db::schema::{inspections, premises};
use crate::platform::db::{Backend, codes};
use crate::premises::inspections::dto::{InspectionFilter, InspectionOrder};

pub(super) type Query = IntoBoxed<'static, InnerJoin<inspections::table, premises::table>, Backend>;

/// The inspections this caller may see: those of the places they may see. Every query starts here.
pub(super) fn visible(scope: &Scope) -> Query {
    let query = inspections::table
        .inner_join(premises::table)
        .into_boxed()
        .filter(inspections::withdrawn_at.is_null())
        .filter(premises::withdrawn_at.is_null());
    match scope.as_town() {
        Some(town) => query.filter(premises::town_code.eq(town.to_owned())),
        None => query
            .filter(premises::division_code.ge(scope.from.clone()))
            .filter(premises::division_code.lt(scope.to.clone())),
    }
}

pub(super) fn matching(scope: &Scope, filter: &InspectionFilter) -> Query {
    let mut query = match &filter.division {
        Some(division) => visible(&scope.narrowed(division)),
        None => visible(scope),
    };
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
