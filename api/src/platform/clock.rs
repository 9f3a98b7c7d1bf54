//! Time, from one place: microseconds like both databases keep, and settable so that tests and `--as-of` can.
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, FixedOffset, NaiveDate, SubsecRound, Utc};

/// Microseconds added to the machine's clock; zero outside tests.
static OFFSET_MICROS: AtomicI64 = AtomicI64::new(0);

/// Seconds Asia/Shanghai is ahead of UTC. China has kept no summer time since 1991, so a fixed offset is exact.
const SHANGHAI_SECONDS: i32 = 8 * 3600;

/// The present instant in UTC, truncated to microseconds: SQLite would keep nanoseconds, PostgreSQL would not.
#[expect(clippy::disallowed_methods, reason = "this is the one place that may ask the machine")]
pub fn now() -> DateTime<Utc> {
    let offset = chrono::Duration::microseconds(OFFSET_MICROS.load(Ordering::Relaxed));
    (Utc::now() + offset).trunc_subsecs(6)
}

/// Today's legal date, in Asia/Shanghai.
pub fn today() -> NaiveDate {
    legal_date(now())
}

/// The legal date of an instant, in Asia/Shanghai.
pub fn legal_date(at: DateTime<Utc>) -> NaiveDate {
    FixedOffset::east_opt(SHANGHAI_SECONDS).map_or_else(|| at.date_naive(), |zone| at.with_timezone(&zone).date_naive())
}

/// The instant a legal date begins, in Asia/Shanghai.
pub fn start_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc() - chrono::Duration::seconds(SHANGHAI_SECONDS.into())
}

/// Moves the clock of this process, for tests that need time to pass.
pub fn shift(by: chrono::Duration) {
    OFFSET_MICROS.fetch_add(by.num_microseconds().unwrap_or_default(), Ordering::Relaxed);
}
