//! Periods of reporting: a year, a half, a quarter or a month of the calendar.
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::ToSchema;

use crate::platform::error::Rule;

/// Not a period.
pub const FORMAT: Rule = Rule {
    code: "period.format",
    zh: "期间应写作 2025（年）、2025-H1（半年）、2025-Q3（季）或 2025-09（月），年份为1990至2100",
    en: "a period is written 2025 (year), 2025-H1 (half), 2025-Q3 (quarter) or 2025-09 (month), from 1990 to 2100",
};

/// How long a period is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    /// 月
    #[default]
    Month,
    /// 季
    Quarter,
    /// 半年
    Half,
    /// 年
    Year,
}

impl PeriodKind {
    /// Months of one.
    pub fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Half => 6,
            Self::Year => 12,
        }
    }
}

/// A year, a half, a quarter or a month: `2025`, `2025-H1`, `2025-Q3`, `2025-09`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ToSchema)]
#[schema(value_type = String, pattern = r"^\d{4}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?$", examples("2025-Q3"))]
pub struct Period(Parts);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Parts {
    year: i32,
    kind: PeriodKind,
    /// Which of its kind in the year, the first being 0.
    index: u32,
}

impl Period {
    /// A whole year.
    pub fn year_of(year: i32) -> Self {
        Self(Parts { year, kind: PeriodKind::Year, index: 0 })
    }

    /// The period of this kind in which a day lies.
    pub fn around(day: NaiveDate, kind: PeriodKind) -> Self {
        Self(Parts { year: day.year(), kind, index: day.month0() / kind.months() })
    }

    /// The last period of this kind that had ended before a day.
    pub fn ended_before(day: NaiveDate, kind: PeriodKind) -> Self {
        let current = Self::around(day, kind);
        current.from().pred_opt().map_or(current, |last| Self::around(last, kind))
    }

    /// Its year.
    pub fn year(self) -> i32 {
        self.0.year
    }

    /// How long it is.
    pub fn kind(self) -> PeriodKind {
        self.0.kind
    }

    /// Its first day.
    pub fn from(self) -> NaiveDate {
        self.first_of(self.0.index)
    }

    /// Its last day.
    pub fn to(self) -> NaiveDate {
        let after = self.first_of(self.0.index + 1);
        after.checked_sub_days(Days::new(1)).unwrap_or(after)
    }

    fn first_of(self, index: u32) -> NaiveDate {
        let months = index * self.0.kind.months();
        let year = self.0.year.saturating_add((months / 12).cast_signed());
        NaiveDate::from_ymd_opt(year, months % 12 + 1, 1).unwrap_or(NaiveDate::MAX)
    }

    /// What people call it: 2025年第三季度.
    pub fn title_zh(self) -> String {
        let year = self.0.year;
        let quarter = || ["一", "二", "三", "四"].get(self.0.index as usize).copied().unwrap_or_default();
        match self.0.kind {
            PeriodKind::Year => format!("{year}年度"),
            PeriodKind::Half => format!("{year}年{}半年", if self.0.index == 0 { "上" } else { "下" }),
            PeriodKind::Quarter => format!("{year}年第{}季度", quarter()),
            PeriodKind::Month => format!("{year}年{}月", self.0.index + 1),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, number) = (self.0.year, self.0.index + 1);
        match self.0.kind {
            PeriodKind::Year => write!(formatter, "{year}"),
            PeriodKind::Half => write!(formatter, "{year}-H{number}"),
            PeriodKind::Quarter => write!(formatter, "{year}-Q{number}"),
            PeriodKind::Month => write!(formatter, "{year}-{number:02}"),
        }
    }
}

impl FromStr for Period {
    type Err = Rule;

    fn from_str(text: &str) -> Result<Self, Rule> {
        let (year, part) = text.split_once('-').map_or((text, None), |(year, part)| (year, Some(part)));
        let year = digits(year, 4).filter(|year| (1990..=2100).contains(year)).ok_or(FORMAT)?.cast_signed();
        let Some(part) = part else { return Ok(Self::year_of(year)) };
        let (kind, number) = if let Some(half) = part.strip_prefix('H') {
            (PeriodKind::Half, digits(half, 1))
        } else if let Some(quarter) = part.strip_prefix('Q') {
            (PeriodKind::Quarter, digits(quarter, 1))
        } else {
            (PeriodKind::Month, digits(part, 2))
        };
        let number = number.filter(|number| (1..=12 / kind.months()).contains(number)).ok_or(FORMAT)?;
        Ok(Self(Parts { year, kind, index: number - 1 }))
    }
}

fn digits(text: &str, count: usize) -> Option<u32> {
    let are_digits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if are_digits { text.parse().ok() } else { None }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|rule: Rule| de::Error::custom(format_args!("{}: {}", rule.code, rule.en)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn period(text: &str) -> Period {
        text.parse().expect(text)
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect(text)
    }

    #[test]
    fn a_period_has_its_days_and_its_name() {
        for (text, from, to, title) in [
            ("2025", "2025-01-01", "2025-12-31", "2025年度"),
            ("2025-H1", "2025-01-01", "2025-06-30", "2025年上半年"),
            ("2025-H2", "2025-07-01", "2025-12-31", "2025年下半年"),
            ("2025-Q3", "2025-07-01", "2025-09-30", "2025年第三季度"),
            ("2024-02", "2024-02-01", "2024-02-29", "2024年2月"),
            ("2025-12", "2025-12-01", "2025-12-31", "2025年12月"),
        ] {
            let period = period(text);
            assert_eq!((period.from(), period.to()), (day(from), day(to)), "{text}");
            assert_eq!((period.title_zh().as_str(), period.to_string().as_str()), (title, text));
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in [
            "",
            "25",
            "2025-",
            "2025-13",
            "2025-00",
            "2025-9",
            "2025-Q5",
            "2025-Q0",
            "2025-H3",
            "1989",
            "2101",
            "２０２５",
        ] {
            assert_eq!(text.parse::<Period>(), Err(FORMAT), "{text}");
        }
    }

    #[test]
    fn the_last_that_ended_is_the_one_before() {
        assert_eq!(Period::ended_before(day("2026-01-01"), PeriodKind::Month), period("2025-12"));
        assert_eq!(Period::ended_before(day("2026-11-26"), PeriodKind::Quarter), period("2026-Q3"));
        assert_eq!(Period::ended_before(day("2026-06-30"), PeriodKind::Half), period("2025-H2"));
    }

    proptest! {
        #[test]
        fn a_day_lies_in_the_period_around_it(days in 0..40_000u64, kind in 0..4usize) {
            let kind = [PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Half, PeriodKind::Year][kind];
            let on = day("1990-01-01") + Days::new(days);
            let around = Period::around(on, kind);
            prop_assert!(around.from() <= on && on <= around.to());
            prop_assert_eq!(around.to_string().parse::<Period>(), Ok(around));
            prop_assert_eq!(Period::around(around.to() + Days::new(1), kind).from(), around.to() + Days::new(1));
        }
    }
}
