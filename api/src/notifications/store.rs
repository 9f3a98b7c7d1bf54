//! Queries on `notification_marks` and `digests`, working papers both. Rows never leave this file.
use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::dto::{SeenTopic, TopicCount};
use crate::desk::Topic;
use crate::platform::access::{Reading, Tx};
use crate::platform::coded::Coded;
use crate::platform::db::schema::{digests, notification_marks as marks};
use crate::platform::db::sql;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;

/// How long digests are kept.
const KEPT: Days = Days::new(90);

/// What an account has seen, and when.
///
/// # Errors
/// The database refuses.
pub fn seen(reading: &mut Reading<'_>, account_id: Id) -> ApiResult<HashMap<Topic, (NaiveDate, i64)>> {
    let query = marks::table.filter(marks::account_id.eq(account_id));
    let rows: Vec<(String, NaiveDate, i64)> =
        query.select((marks::topic, marks::seen_on, marks::seen_count)).load(reading.db)?;
    // A topic that another version of the program knew says nothing here.
    let known = rows.into_iter().filter_map(|(topic, day, count)| Some((Topic::from_code(&topic)?, (day, count))));
    Ok(known.collect())
}

/// Notes what an account has seen on a day.
///
/// # Errors
/// The database refuses.
pub fn note(tx: &mut Tx<'_>, account_id: Id, day: NaiveDate, topics: &[SeenTopic]) -> ApiResult<()> {
    one_window_at_a_time(tx, account_id)?;
    for SeenTopic { topic, count } in topics {
        let values = (marks::seen_on.eq(day), marks::seen_count.eq(*count));
        let mark = marks::table.find((account_id, topic.code()));
        if tx.file(diesel::update(mark).set(values))? == 0 {
            let named = (marks::account_id.eq(account_id), marks::topic.eq(topic.code()));
            tx.file(diesel::insert_into(marks::table).values((named, values)))?;
        }
    }
    Ok(())
}

/// An account has more than one window open.
///
/// # Errors
/// The database refuses.
pub fn one_window_at_a_time(tx: &mut Tx<'_>, account_id: Id) -> ApiResult<()> {
    sql::one_at_a_time(tx.db, &format!("notifications {account_id}"))
}

/// The digest of an account for a day, and when it was made.
///
/// # Errors
/// The database refuses.
pub fn digest(
    reading: &mut Reading<'_>,
    account_id: Id,
    day: NaiveDate,
) -> ApiResult<Option<(DateTime<Utc>, Vec<TopicCount>)>> {
    let query = digests::table.find((account_id, day)).select((digests::created_at, digests::lines));
    let row: Option<(NaiveDateTime, String)> = query.first(reading.db).optional()?;
    row.map(|(at, lines)| Ok((at.and_utc(), read(&lines)?))).transpose()
}

/// Lines of a topic or list that this version does not know are left out.
fn read(lines: &str) -> ApiResult<Vec<TopicCount>> {
    let lines: Vec<serde_json::Value> = serde_json::from_str(lines).map_err(fault)?;
    Ok(lines.into_iter().filter_map(|line| serde_json::from_value(line).ok()).collect())
}

/// Files the digest of a day, and forgets those that were kept long enough.
///
/// # Errors
/// The database refuses.
pub fn file_digest(tx: &mut Tx<'_>, account_id: Id, day: NaiveDate, lines: &[TopicCount]) -> ApiResult<()> {
    let text = serde_json::to_string(lines).map_err(fault)?;
    let values = (digests::lines.eq(text), digests::created_at.eq(tx.at().naive_utc()));
    let which = (digests::account_id.eq(account_id), digests::day.eq(day));
    tx.file(diesel::insert_into(digests::table).values((which, values)))?;
    let old = digests::table.filter(digests::account_id.eq(account_id));
    let old = old.filter(digests::day.lt(day.checked_sub_days(KEPT).unwrap_or(day)));
    tx.file(diesel::delete(old)).map(drop)
}

fn fault(error: serde_json::Error) -> ApiError {
    ApiError::Internal(error.into())
}
