//! Whose duties are looked at: everyone's, or only those of whom a day alone may change something.
use chrono::{Months, NaiveDate};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::personnel::{CLEAN_MONTHS, PersonStatus};
use crate::platform::access::Reading;
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::{personnel, stays, tasks, tests, treatments};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::tasks::{TaskKind, TaskState};

type Condition = Box<dyn BoxableExpression<personnel::table, Backend, SqlType = Bool>>;

/// Which persons are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Everyone from whose file or records something may follow.
    Everyone,
    /// Those for whom a new day alone may bring something: not those whose three years were proposed, and the time to confirm them
    /// is over.
    WhoseTimePasses,
}

/// The persons of the area from whose files or records something may follow, in the order of their ids.
///
/// # Errors
/// The database refuses.
pub fn who_may_owe(reading: &mut Reading<'_>, whom: Whom) -> ApiResult<Vec<Id>> {
    let long_ago = clock::today().checked_sub_months(Months::new(CLEAN_MONTHS)).unwrap_or(NaiveDate::MIN);
    let measured = treatments::table.filter(treatments::person_id.eq(personnel::id));
    let went = stays::table.filter(stays::person_id.eq(personnel::id));
    let proposed = tasks::table
        .filter(tasks::subject_id.eq(personnel::id))
        .filter(tasks::kind.eq(TaskKind::CleanThreeYears.code()))
        .filter(tasks::state.ne(TaskState::Open.code()));
    // A test may have begun the years anew since.
    let tested = tests::table.filter(tests::person_id.eq(personnel::id));
    let at_large = [PersonStatus::InCommunity.code(), PersonStatus::CleanThreeYears.code()];
    let was_found_long_ago = personnel::status
        .eq_any(at_large)
        .and(personnel::first_found_on.is_not_null())
        .and(personnel::first_found_on.assume_not_null().le(long_ago));
    let stands_still: Condition = match whom {
        Whom::Everyone => Box::new(personnel::id.ne(personnel::id)),
        Whom::WhoseTimePasses => Box::new(exists(proposed).and(not(exists(tested)))),
    };
    let by_time = was_found_long_ago.and(not(stands_still));
    let may_owe = exists(measured).or(exists(went)).or(personnel::is_migrant.eq(true)).or(by_time);
    let mut query = personnel::table.filter(personnel::sealed_at.is_null()).filter(may_owe).into_boxed();
    if !reading.scope.is_everything() {
        let (from, to) = (reading.scope.from.clone(), reading.scope.to.clone());
        query = query.filter(personnel::division_code.ge(from)).filter(personnel::division_code.lt(to));
    }
    Ok(query.order(personnel::id.asc()).select(personnel::id).load(reading.db)?)
}
