//! What a figure is asked for: an area and a year up to a day.
use chrono::{Datelike, NaiveDate};

use crate::platform::error::Rule;

const FUTURE: Rule =
    Rule { code: "as_of.future", zh: "截止日期不能晚于今天", en: "the as-of day cannot lie in the future" };
const BEFORE_YEAR: Rule = Rule {
    code: "as_of.before_year",
    zh: "截止日期不能早于所报年度的1月1日",
    en: "the as-of day cannot come before the year that is reported on",
};

/// What a figure is asked for: an area and a year up to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Division whose subtree is counted.
    pub division: String,
    /// The year of the flows.
    pub year: i32,
    /// The day of the stocks, and the last day of the flows.
    pub as_of: NaiveDate,
}

impl Question {
    /// First day of the year.
    pub fn from(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, 1, 1).unwrap_or(self.as_of)
    }

    /// Last day of the flows: the year's end, or the as-of day if that comes first.
    pub fn to(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, 12, 31).map_or(self.as_of, |end| end.min(self.as_of))
    }

    /// Whether a day lies in the year, up to the as-of day.
    pub fn in_year(&self, day: NaiveDate) -> bool {
        day.year() == self.year && day <= self.as_of
    }

    /// Whether a day has come by the as-of day.
    pub fn by_then(&self, day: NaiveDate) -> bool {
        day <= self.as_of
    }

    /// What is wrong with the days, if anything: nobody knows the future, and a year cannot be told before it begins.
    pub fn wrong_day(&self, today: NaiveDate) -> Option<Rule> {
        if self.as_of > today {
            Some(FUTURE)
        } else if self.as_of.year() < self.year {
            Some(BEFORE_YEAR)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_the_future_nor_the_time_before_the_year_can_be_counted() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let code = |year, as_of| {
            let question = Question { division: "990981107000".into(), year, as_of };
            question.wrong_day(day(2026, 3, 1)).map(|rule| rule.code)
        };
        assert_eq!(code(2026, day(2026, 3, 1)), None);
        assert_eq!(code(2025, day(2025, 1, 1)), None);
        assert_eq!(code(2024, day(2026, 3, 1)), None);
        assert_eq!(code(2026, day(2026, 3, 2)), Some(FUTURE.code));
        assert_eq!(code(2026, day(2025, 12, 31)), Some(BEFORE_YEAR.code));
    }
}
