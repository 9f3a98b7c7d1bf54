//! Guessing is slowed per name, known or not: after three failures each further one doubles the wait, up to a quarter of
//! an hour. No hard lock: nobody can lock an official out by failing in his name.
use std::time::Duration;

use chrono::{DateTime, Utc};
use moka::ops::compute::Op;
use moka::sync::Cache;

use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult};

const FREE_ATTEMPTS: u32 = 3;
const LONGEST_SECONDS: u32 = 900;
const NAMES_AT_MOST: u64 = 100_000;

#[derive(Clone, Copy)]
struct Failures {
    count: u32,
    wait_until: DateTime<Utc>,
}

impl Failures {
    fn one_more(known: Option<Self>, now: DateTime<Utc>) -> Self {
        let count = known.map_or(1, |failures| failures.count.saturating_add(1));
        let seconds = count
            .checked_sub(FREE_ATTEMPTS)
            .map_or(0, |beyond| 1_u32.checked_shl(beyond).unwrap_or(LONGEST_SECONDS).min(LONGEST_SECONDS));
        Self { count, wait_until: now + chrono::Duration::seconds(seconds.into()) }
    }
}

/// Failed sign-ins by name.
pub struct Throttle(Cache<String, Failures>);

impl Default for Throttle {
    fn default() -> Self {
        let kept_for = Duration::from_secs(2 * u64::from(LONGEST_SECONDS));
        Self(Cache::builder().max_capacity(NAMES_AT_MOST).time_to_live(kept_for).build())
    }
}

impl Throttle {
    /// Counts an attempt as failed before it is made, so that many at once are not one; [`Throttle::succeeded`] takes it
    /// back.
    ///
    /// # Errors
    /// 429 with the seconds left while the name has to wait; such an attempt is not counted.
    pub fn attempt(&self, name: &str) -> ApiResult<()> {
        let (now, mut left) = (clock::now(), 0);
        self.0.entry_by_ref(name).and_compute_with(|known| {
            let known = known.map(moka::Entry::into_value);
            left = known.map_or(0, |failures| seconds_up(failures.wait_until - now));
            if left > 0 { Op::Nop } else { Op::Put(Failures::one_more(known, now)) }
        });
        match u32::try_from(left) {
            Ok(seconds) if seconds > 0 => Err(ApiError::TooMany(seconds)),
            _ => Ok(()),
        }
    }

    /// Forgets the failures of a name that signed in.
    pub fn succeeded(&self, name: &str) {
        self.0.invalidate(name);
    }
}

/// Whole seconds, a begun one counted: who comes back after them need not wait again.
fn seconds_up(left: chrono::Duration) -> i64 {
    (left.num_milliseconds() + 999).div_euclid(1000)
}
