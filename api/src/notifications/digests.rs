//! The digest of a day: made once, and the same all day.
use chrono::{DateTime, NaiveDate, Utc};

use super::counting::{Reader, counts};
use super::dto::{Digest, Notification, Notifications, TopicCount};
use super::{rules, store};
use crate::platform::access::{Reading, Tx};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;

/// All that waits for the reader now.
///
/// # Errors
/// The database refuses.
pub fn now(reading: &mut Reading<'_>, reader: &Reader) -> ApiResult<Notifications> {
    let day = clock::today();
    let seen = store::seen(reading, reader.account_id)?;
    let news = |counted: TopicCount| {
        let is_new = rules::is_new(counted.count, seen.get(&counted.topic).copied(), day);
        Notification { counted, is_new }
    };
    let items: Vec<Notification> = counts(reading, reader, day)?.into_iter().map(news).collect();
    let new_count = i64::try_from(items.iter().filter(|item| item.is_new).count()).unwrap_or(i64::MAX);
    Ok(Notifications { day, items, new_count })
}

/// The digest of a day that was made then; nothing where there is none for today yet.
///
/// # Errors
/// 404 when none was made on an earlier day, 422 for a day to come.
pub fn of_day(reading: &mut Reading<'_>, account_id: Id, day: NaiveDate) -> ApiResult<Option<Digest>> {
    let today = clock::today();
    if day > today {
        return Err(ApiError::invalid("day", rules::NOT_YET));
    }
    match store::digest(reading, account_id, day)? {
        Some((made_at, lines)) => Ok(Some(told(day, made_at, lines))),
        None if day == today => Ok(None),
        None => Err(ApiError::NotFound(rules::NO_DIGEST)),
    }
}

/// The digest of today, made now unless it was made before.
///
/// # Errors
/// The database refuses.
pub fn of_today(tx: &mut Tx<'_>, reader: &Reader) -> ApiResult<Digest> {
    store::one_window_at_a_time(tx, reader.account_id)?;
    let day = clock::today();
    if let Some(digest) = of_day(tx, reader.account_id, day)? {
        return Ok(digest);
    }
    let lines = counts(tx, reader, day)?;
    store::file_digest(tx, reader.account_id, day, &lines)?;
    Ok(told(day, tx.at(), lines))
}

fn told(day: NaiveDate, made_at: DateTime<Utc>, lines: Vec<TopicCount>) -> Digest {
    let (text_zh, text_en) = rules::text(day, &lines);
    Digest { day, made_at, lines, text_zh, text_en }
}
