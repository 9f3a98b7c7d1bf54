//! When a backup is overdue.
use chrono::{DateTime, Duration, Utc};

/// A weekly one that is a day late is not there yet.
const MOST_DAYS: i64 = 8;

/// Whether the last backup is too old, or there is none.
pub fn is_overdue(taken_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    taken_at.is_none_or(|taken_at| now - taken_at > Duration::days(MOST_DAYS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_good_for_eight_days() {
        let now: DateTime<Utc> = "2026-03-09T00:00:00Z".parse().unwrap();
        assert!(is_overdue(None, now));
        assert!(!is_overdue(Some(now), now) && !is_overdue(Some(now - Duration::days(8)), now));
        assert!(is_overdue(Some(now - Duration::days(8) - Duration::seconds(1)), now));
    }
}
