//! Guessing is slowed per name, known or not: after three failures each further one doubles the wait, up to a quarter of
//! an hour. No hard lock: nobody can lock an official out by failing in his name.
use std::time::Duration;

use chrono::{DateTime, Utc};
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

/// Failed sign-ins by name.
pub struct Throttle(Cache<String, Failures>);

impl Default for Throttle {
    fn default() -> Self {
        let kept_for = Duration::from_secs(2 * u64::from(LONGEST_SECONDS));
        Self(Cache::builder().max_capacity(NAMES_AT_MOST).time_to_live(kept_for).build())
    }
}

impl Throttle {
    /// Refuses while the name has to wait.
    ///
    /// # Errors
    /// 429 with the seconds left.
    pub fn check(&self, name: &str) -> ApiResult<()> {
        let left = self.0.get(name).map_or(0, |failures| seconds_up(failures.wait_until - clock::now()));
        u32::try_from(left)
            .ok()
            .filter(|seconds| *seconds > 0)
            .map_or(Ok(()), |seconds| Err(ApiError::TooMany(seconds)))
    }

    /// Notes a failure.
    pub fn failed(&self, name: &str) {
        let count = self.0.get(name).map_or(1, |failures| failures.count.saturating_add(1));
        let seconds = count
            .checked_sub(FREE_ATTEMPTS)
            .map_or(0, |beyond| 1_u32.checked_shl(beyond).unwrap_or(LONGEST_SECONDS).min(LONGEST_SECONDS));
        let wait_until = clock::now() + chrono::Duration::seconds(seconds.into());
        self.0.insert(name.to_owned(), Failures { count, wait_until });
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
