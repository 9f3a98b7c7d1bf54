//! Days as the law counts them (民法典 §200–§204), with the days off of the State Council's yearly notices.
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::Deserialize;

/// The notices, a table a year.
const NOTICES: &str = include_str!("holidays.toml");

static YEARS: LazyLock<BTreeMap<i32, Year>> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the file is part of the program, and a test reads it")]
    let written: BTreeMap<String, Notice> = toml::from_str(NOTICES).expect("holidays.toml is well-formed");
    written.into_iter().filter_map(|(year, notice)| Some((year.parse().ok()?, Year::read(&year, &notice)?))).collect()
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Notice {
    days_off: Vec<String>,
    working_days: Vec<String>,
}

struct Year {
    off: Vec<RangeInclusive<NaiveDate>>,
    working: Vec<NaiveDate>,
}

impl Year {
    fn read(year: &str, notice: &Notice) -> Option<Self> {
        let day = |text: &str| format!("{year}-{text}").parse::<NaiveDate>().ok();
        let range = |text: &String| text.split_once("..").and_then(|(from, to)| Some(day(from)?..=day(to)?));
        let off = notice.days_off.iter().map(range).collect::<Option<_>>()?;
        let working = notice.working_days.iter().map(|text| day(text)).collect::<Option<_>>()?;
        Some(Self { off, working })
    }
}

/// Whether nobody works on `day`: by the year's notice, and by weekends where it says nothing.
pub fn is_off(day: NaiveDate) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    match YEARS.get(&day.year()) {
        Some(year) if year.working.contains(&day) => false,
        Some(year) => weekend || year.off.iter().any(|days| days.contains(&day)),
        None => weekend,
    }
}

/// `day`, or the next one that is no day off: so ends a time limit (民法典 §203).
pub fn working_day(mut day: NaiveDate) -> NaiveDate {
    while is_off(day) {
        day = later(day, 1);
    }
    day
}

/// `days` after `day`, which itself does not count (民法典 §201).
pub fn later(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

/// The `days`-th working day after `day`, for rules that say 工作日.
pub fn working_days_later(mut day: NaiveDate, days: u32) -> NaiveDate {
    for _ in 0..days {
        day = working_day(later(day, 1));
    }
    day
}

/// `days` before `day`.
pub fn earlier(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN)
}

/// The day that corresponds to `day` so many months on, or the last of its month where there is none (民法典 §202).
pub fn corresponding(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// Whole calendar months from `first` to the day before `end`.
pub fn whole_months(first: NaiveDate, end: NaiveDate) -> u32 {
    let months = (end.year() - first.year()) * 12 + i32::try_from(end.month()).unwrap_or(0)
        - i32::try_from(first.month()).unwrap_or(0);
    let months = u32::try_from(months).unwrap_or(0);
    if corresponding(first, months) > end { months.saturating_sub(1) } else { months }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn every_year_of_the_notices_is_read() {
        assert!((2022..=2026).all(|year| YEARS.contains_key(&year)), "{:?}", YEARS.keys());
    }

    #[test]
    fn a_limit_ends_on_a_day_on_which_people_work() {
        for (last, ends) in [
            ("2024-02-10", "2024-02-18"),
            ("2024-09-14", "2024-09-14"),
            ("2025-01-26", "2025-01-26"),
            ("2025-10-04", "2025-10-09"),
            ("2025-06-07", "2025-06-09"),
            ("2019-06-08", "2019-06-10"),
        ] {
            assert_eq!(working_day(day(last)), day(ends), "{last}");
        }
    }

    #[test]
    fn working_days_skip_days_off_and_keep_make_up_days() {
        // 2025-01-26 is a Sunday on which people work; the holiday runs from 28 January to 4 February.
        assert_eq!(working_days_later(day("2025-01-24"), 3), day("2025-02-05"));
        assert_eq!(working_days_later(day("2025-03-07"), 1), day("2025-03-10"));
    }

    #[test]
    fn months_end_where_they_do() {
        assert_eq!(corresponding(day("2024-01-31"), 1), day("2024-02-29"));
        assert_eq!(whole_months(day("2023-03-15"), day("2026-03-15")), 36);
        assert_eq!(whole_months(day("2023-03-15"), day("2026-03-14")), 35);
        assert_eq!(whole_months(day("2024-01-31"), day("2024-02-29")), 1);
        assert_eq!(whole_months(day("2024-01-31"), day("2023-02-28")), 0);
    }
}
