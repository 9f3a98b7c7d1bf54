//! How many rows about persons a machine may be shown in a day. They are counted in the database, in the transaction that
//! records who was shown whom: a restart forgets none, and several processes share one count.
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use crate::platform::clock;
use crate::platform::db::schema::client_rows;
use crate::platform::db::{Raw, sql};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::id::Id;

const NO_PERSONS: Rule =
    Rule {
        code: "client.no_persons", zh: "此机器接入不得查看任何人员", en: "this machine client is shown no person"
    };
const SPENT: Rule = Rule {
    code: "client.rows_spent",
    zh: "此机器接入今日可查看的人员条数已用完",
    en: "this machine client has been shown as many rows about persons as it may be today",
};
/// Days a count is kept, for whoever asks how much a client was shown.
const KEPT_DAYS: i64 = 400;

/// What a machine may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// The client.
    pub client_id: Id,
    /// Rows about persons a day.
    pub rows_a_day: i64,
    /// Whether more is refused; what a write has changed already is counted and answered.
    pub is_binding: bool,
}

/// Whether an answer may be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It may.
    Shown,
    /// The client is shown no person at all.
    Never,
    /// No more today: seconds until tomorrow.
    Spent(u32),
}

impl Verdict {
    pub(super) fn is_shown(self) -> bool {
        self == Self::Shown
    }

    /// As who asked is told.
    pub(super) fn as_answer(self) -> ApiResult<()> {
        match self {
            Self::Shown => Ok(()),
            Self::Never => Err(ApiError::Refused(NO_PERSONS)),
            Self::Spent(seconds) => Err(ApiError::Spent(SPENT, seconds)),
        }
    }
}

/// Counts so many rows for each who has an allowance; one after another, so that of two who ask for the last rows one gets
/// them.
///
/// # Errors
/// The database refuses.
pub(super) fn charge(
    db: &mut impl Raw,
    asked: &[(usize, Option<Allowance>)],
    now: DateTime<Utc>,
) -> ApiResult<Vec<Verdict>> {
    let day = clock::legal_date(now);
    let mut counts = BTreeMap::new();
    for (_, allowance) in asked {
        if let Some(Allowance { client_id, .. }) = allowance {
            counts.insert(*client_id, 0);
        }
    }
    // In the order of ids, so that two processes that hold some of the same do not wait for each other.
    for (client_id, shown) in &mut counts {
        *shown = held(db, *client_id, day)?;
    }
    let before = counts.clone();
    let verdicts = asked.iter().map(|(rows, allowance)| verdict(*rows, *allowance, &mut counts, now)).collect();
    for (client_id, shown) in counts.iter().filter(|(client_id, shown)| before.get(client_id) != Some(shown)) {
        let row = client_rows::table.find((*client_id, day));
        sql::run_unjournalled(db, diesel::update(row).set(client_rows::shown.eq(*shown)))?;
    }
    Ok(verdicts)
}

fn verdict(rows: usize, allowance: Option<Allowance>, counts: &mut BTreeMap<Id, i64>, now: DateTime<Utc>) -> Verdict {
    let Some(Allowance { client_id, rows_a_day, is_binding }) = allowance else { return Verdict::Shown };
    if is_binding && rows_a_day == 0 {
        return Verdict::Never;
    }
    let shown = counts.entry(client_id).or_default();
    let after = shown.saturating_add(i64::try_from(rows).unwrap_or(i64::MAX));
    if is_binding && after > rows_a_day {
        return Verdict::Spent(until_tomorrow(now));
    }
    *shown = after;
    Verdict::Shown
}

fn until_tomorrow(now: DateTime<Utc>) -> u32 {
    let today = clock::legal_date(now);
    let tomorrow = clock::start_of(today.succ_opt().unwrap_or(today));
    u32::try_from((tomorrow - now).num_seconds()).unwrap_or_default() + 1
}

/// The count of a day, which nobody else changes until this transaction ends.
fn held(db: &mut impl Raw, client_id: Id, day: NaiveDate) -> ApiResult<i64> {
    let first = (client_rows::client_id.eq(client_id), client_rows::day.eq(day), client_rows::shown.eq(0));
    let statement = diesel::insert_into(client_rows::table)
        .values(first)
        .on_conflict((client_rows::client_id, client_rows::day))
        .do_update()
        .set(client_rows::shown.eq(client_rows::shown));
    sql::run_unjournalled(db, statement)?;
    Ok(client_rows::table.find((client_id, day)).select(client_rows::shown).first(db.raw())?)
}

/// Removes counts of days long past.
///
/// # Errors
/// The database refuses.
pub(in crate::platform) fn purge(db: &mut impl Raw) -> ApiResult<usize> {
    let oldest = clock::today() - chrono::Duration::days(KEPT_DAYS);
    sql::run_unjournalled(db, diesel::delete(client_rows::table.filter(client_rows::day.lt(oldest))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(rows: usize, rows_a_day: i64, is_binding: bool, before: i64) -> (Verdict, i64) {
        let client_id = Id::new();
        let mut counts = BTreeMap::from([(client_id, before)]);
        // A minute before the day ends in Shanghai.
        let now = DateTime::from_timestamp(1_700_063_940, 0).unwrap();
        let verdict = verdict(rows, Some(Allowance { client_id, rows_a_day, is_binding }), &mut counts, now);
        (verdict, counts[&client_id])
    }

    #[test]
    fn the_last_row_is_shown_and_the_one_after_it_is_not() {
        assert_eq!(told(3, 10, true, 7), (Verdict::Shown, 10));
        assert_eq!(told(4, 10, true, 7), (Verdict::Spent(61), 7));
        assert_eq!(told(1, 10, true, 10), (Verdict::Spent(61), 10));
    }

    #[test]
    fn what_is_written_already_is_counted_and_answered() {
        assert_eq!(told(2, 10, false, 10), (Verdict::Shown, 12));
        assert_eq!(told(1, 0, false, 0), (Verdict::Shown, 1));
    }

    #[test]
    fn whoever_may_be_shown_nobody_is_told_so() {
        assert_eq!(told(1, 0, true, 0), (Verdict::Never, 0));
    }
}
