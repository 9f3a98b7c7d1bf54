//! Which persons a filter keeps.
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::dto::{Assigned, PersonFilter, PersonOrder, PersonStatus};
use super::lookup::{Query, visible};
use crate::platform::auth::Scope;
use crate::platform::coded::Coded;
use crate::platform::db::codes;
use crate::platform::db::schema::{personnel, treatments};
use crate::platform::db::sql::{contains, lower};

/// The visible rows that a filter keeps; `q` matches the file number here, names are found in memory.
pub fn matching(scope: &Scope, filter: &PersonFilter) -> Query {
    let mut query = match &filter.division {
        Some(division) => visible(&scope.narrowed(division)),
        None => visible(scope),
    };
    query = match filter.status.as_slice() {
        [] => query,
        // Equality, so that the index that ends in the order can be walked.
        [one] => query.filter(personnel::status.eq(one.code())),
        many => query.filter(personnel::status.eq_any(codes::of(many))),
    };
    if !filter.risk_level.is_empty() {
        query = query.filter(personnel::risk_level.eq_any(codes::of(&filter.risk_level)));
    }
    if let Some(control) = filter.control {
        query = query.filter(personnel::control.eq(control.code()));
    }
    if let Some(is_migrant) = filter.migrant {
        query = query.filter(personnel::is_migrant.eq(is_migrant));
    }
    query = by_assignment(query, filter);
    if let Some(from) = filter.first_found_on_from {
        query = query.filter(personnel::first_found_on.ge(from));
    }
    if let Some(to) = filter.first_found_on_to {
        query = query.filter(personnel::first_found_on.le(to));
    }
    if let Some(q) = &filter.q {
        query = query.filter(lower(personnel::file_no).like(contains(q)).escape('\\'));
    }
    query
}

/// To whom they are assigned, and how far their files have come.
fn by_assignment(mut query: Query, filter: &PersonFilter) -> Query {
    query = match filter.case_worker {
        Some(Assigned::To(id)) => query.filter(personnel::case_worker_id.eq(id)),
        Some(Assigned::None) => query.filter(personnel::case_worker_id.is_null()),
        None => query,
    };
    query = match filter.grid {
        Some(Assigned::To(id)) => query.filter(personnel::grid_id.eq(id)),
        Some(Assigned::None) => query.filter(personnel::grid_id.is_null()),
        None => query,
    };
    query = match filter.platform_entered {
        Some(true) => query.filter(personnel::platform_entered_on.is_not_null()),
        Some(false) => query.filter(personnel::platform_entered_on.is_null()),
        None => query,
    };
    if let Some(has_reported_in) = filter.reported_in {
        query = by_report_in(query, has_reported_in);
    }
    query
}

/// Persons under a measure in the community who have reported in for it, or have not.
fn by_report_in(query: Query, has_reported_in: bool) -> Query {
    let measures = [PersonStatus::CommunityTreatment, PersonStatus::CommunityRehabilitation];
    let query = query.filter(personnel::status.eq_any(codes::of(&measures)));
    // Both lists have the same codes for these two.
    let reported = treatments::table
        .filter(treatments::person_id.eq(personnel::id))
        .filter(treatments::kind.eq(personnel::status))
        .filter(treatments::withdrawn_at.is_null())
        .filter(treatments::reported_in_on.is_not_null());
    if has_reported_in { query.filter(exists(reported)) } else { query.filter(not(exists(reported))) }
}

/// Whether nothing but the division narrows the list.
pub fn plain_search(filter: &PersonFilter) -> bool {
    let plain = PersonFilter { division: filter.division.clone(), sort: filter.sort, ..PersonFilter::default() };
    *filter == plain && matches!(filter.sort, PersonOrder::LastChanged)
}
