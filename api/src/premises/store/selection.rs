//! Which places a query is about, and in which order.
use diesel::prelude::*;

use crate::platform::auth::Scope;
use crate::platform::coded::Coded;
use crate::platform::db::schema::{divisions, premises};
use crate::platform::db::sql::{contains, lower};
use crate::platform::db::{Backend, codes};
use crate::premises::dto::{PremisesFilter, PremisesOrder};

pub type Query = premises::BoxedQuery<'static, Backend>;

/// The places this caller may see. Every query starts here, but for those that must know of withdrawn ones.
pub fn visible(scope: &Scope) -> Query {
    in_scope(scope).filter(premises::withdrawn_at.is_null())
}

/// Places in scope, the withdrawn included.
pub(super) fn in_scope(scope: &Scope) -> Query {
    let query = premises::table.into_boxed();
    match scope.as_town() {
        Some(town) => query.filter(premises::town_code.eq(town.to_owned())),
        None => query
            .filter(premises::division_code.ge(scope.from.clone()))
            .filter(premises::division_code.lt(scope.to.clone())),
    }
}

pub(super) fn matching(scope: &Scope, filter: &PremisesFilter) -> Query {
    let query = match &filter.division {
        Some(division) => visible(&scope.narrowed(division)),
        None => visible(scope),
    };
    let mut query = by_codes_of(query, filter);
    match filter.inspected {
        Some(true) => query = query.filter(premises::last_inspected_on.is_not_null()),
        Some(false) => query = query.filter(premises::last_inspected_on.is_null()),
        None => {}
    }
    if let Some(day) = filter.inspected_before {
        query = query.filter(premises::last_inspected_on.is_null().or(premises::last_inspected_on.lt(day)));
    }
    if let Some(q) = &filter.q {
        let pattern = contains(q);
        let by_code = lower(premises::code).like(pattern.clone()).escape('\\');
        query = query.filter(by_code.or(lower(premises::name).like(pattern).escape('\\')));
    }
    query
}

/// One kind is compared by `=`: only then is an index on town, kind and time also in the order of the list.
fn by_codes_of(mut query: Query, filter: &PremisesFilter) -> Query {
    match filter.kind.as_slice() {
        [] => {}
        [kind] => query = query.filter(premises::kind.eq(kind.code())),
        kinds => query = query.filter(premises::kind.eq_any(codes::of(kinds))),
    }
    if !filter.colour.is_empty() {
        query = query.filter(premises::colour.eq_any(codes::of(&filter.colour)));
    }
    if !filter.risk_level.is_empty() {
        query = query.filter(premises::risk_level.eq_any(codes::of(&filter.risk_level)));
    }
    query
}

/// The databases sort `NULL` to different ends, hence `is_null` in front.
pub(super) fn ordered(query: Query, order: PremisesOrder) -> Query {
    match order {
        PremisesOrder::Changed => query.order((premises::updated_at.desc(), premises::id.desc())),
        PremisesOrder::Code => query.order((premises::code.asc(), premises::id.asc())),
        PremisesOrder::LastInspected => query.order((
            premises::last_inspected_on.is_null().desc(),
            premises::last_inspected_on.asc(),
            premises::id.asc(),
        )),
    }
}

/// The name of the division that manages a place, as it was last called.
#[diesel::dsl::auto_type]
pub(super) fn division_name() -> _ {
    divisions::table
        .filter(divisions::code.eq(premises::division_code))
        .order(divisions::valid_from.desc())
        .select(divisions::name)
        .single_value()
}
