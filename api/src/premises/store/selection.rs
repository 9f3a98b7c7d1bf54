//! Which places a query is about, and in which order.
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable};

use crate::platform::auth::Scope;
use crate::platform::coded::Coded;
use crate::platform::db::schema::{divisions, premises};
use crate::platform::db::sql::{contains, lower};
use crate::platform::db::{Backend, codes};
use crate::platform::id::Id;
use crate::premises::dto::{PremisesFilter, PremisesOrder};
use crate::premises::practice::{self, Alike};
use crate::present;

pub type Query = premises::BoxedQuery<'static, Backend>;
type Condition = Box<dyn BoxableExpression<premises::table, Backend, SqlType = Nullable<Bool>>>;

/// The places on the register that this caller may see: no withdrawn, proposed or merged ones. Every query starts here, but for
/// those that must know of others.
pub fn visible(scope: &Scope) -> Query {
    in_scope(scope).filter(premises::is_on_register.eq(true))
}

present!(visible, premises);

/// The places this caller may look up: those on the register, those that are proposed, and those that were merged.
pub(super) fn known(scope: &Scope) -> Query {
    in_scope(scope).filter(premises::withdrawn_at.is_null())
}

/// Those of these places that this caller may look up. The scope is a range here, whatever its size: SQLite takes any town for
/// ten rows and would read it whole instead of looking the ids up.
pub(super) fn known_among(scope: &Scope, ids: &[Id]) -> Query {
    let query = premises::table.into_boxed().filter(premises::withdrawn_at.is_null());
    let query = query.filter(premises::division_code.ge(scope.from.clone()));
    query.filter(premises::division_code.lt(scope.to.clone())).filter(premises::id.eq_any(ids.to_vec()))
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

/// `today` says what is overdue.
pub(super) fn matching(scope: &Scope, filter: &PremisesFilter, today: NaiveDate) -> Query {
    let narrowed = filter.division.as_ref().map(|division| scope.narrowed(division));
    let listed = listed(narrowed.as_ref().unwrap_or(scope), filter);
    let mut query = by_codes_of(listed, filter);
    match filter.overdue {
        Some(true) => query = query.filter(premises::is_on_register.eq(true)).filter(last_looked_at(today, true)),
        Some(false) => query = query.filter(last_looked_at(today, false)),
        None => {}
    }
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

/// Those on the register, unless others are asked for.
fn listed(scope: &Scope, filter: &PremisesFilter) -> Query {
    match (filter.merged_into, filter.proposed) {
        (Some(into_id), _) => known(scope).filter(premises::merged_into_id.eq(into_id)),
        (None, Some(true)) => known(scope).filter(premises::proposed_at.is_not_null()),
        (None, _) => visible(scope),
    }
}

/// The places last looked at, or else registered, so long ago that they are overdue; or those that are not. One day for each
/// group of places that are looked at alike: no date is reckoned row by row, which the databases would do differently.
fn last_looked_at(today: NaiveDate, is_overdue: bool) -> Condition {
    let (last, registered) = (premises::last_inspected_on, premises::registered_on);
    let of_group = |Alike { risk, kinds, days }: Alike| -> Condition {
        let alike = premises::risk_level.eq(risk.code()).and(premises::kind.eq_any(codes::of(&kinds)));
        let first = practice::overdue_before(today, days);
        if is_overdue {
            Box::new(alike.and(last.lt(first).or(last.is_null().and(registered.lt(first)))))
        } else {
            Box::new(alike.and(last.ge(first).or(last.is_null().and(registered.ge(first)))))
        }
    };
    let nobody: Condition = Box::new(false.into_sql::<Nullable<Bool>>());
    let groups = practice::current().groups().into_iter().map(of_group);
    groups.fold(nobody, |others, group| Box::new(others.or(group)))
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
