//! What a figure is asked for: an area and a period up to a day.
use chrono::NaiveDate;

use crate::codes::Period;
use crate::platform::auth::Scope;
use crate::platform::error::{ApiError, ApiResult, Rule};

const NO_DIVISION: Rule = Rule { code: "division.not_found", zh: "没有这个区划", en: "no such division" };
const FUTURE: Rule =
    Rule { code: "as_of.future", zh: "截止日期不能晚于今天", en: "the as-of day cannot lie in the future" };
const BEFORE_PERIOD: Rule = Rule {
    code: "as_of.before_period",
    zh: "截止日期不能早于所报期间的第一天",
    en: "the as-of day cannot come before the period that is reported on",
};

/// What a figure is asked for: an area and a period up to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Division whose subtree is counted.
    pub division: String,
    /// The period of the flows.
    pub period: Period,
    /// The day of the stocks, and the last day of the flows.
    pub as_of: NaiveDate,
}

impl Question {
    /// Of a period as it stood on its last day, or stands today.
    pub fn at_the_end_of(division: String, period: Period, today: NaiveDate) -> Self {
        Self { division, period, as_of: period.to().min(today) }
    }

    /// The area that is asked for: the caller's own where none is named.
    ///
    /// # Errors
    /// 404 when it lies outside the caller's scope.
    pub fn area(scope: &Scope, division: Option<String>) -> ApiResult<String> {
        let division = division.unwrap_or_else(|| scope.division_code.clone());
        if scope.covers(&division) { Ok(division) } else { Err(ApiError::NotFound(NO_DIVISION)) }
    }

    /// The year of the period.
    pub fn year(&self) -> i32 {
        self.period.year()
    }

    /// First day of the period.
    pub fn from(&self) -> NaiveDate {
        self.period.from()
    }

    /// Last day of the flows: the period's end, or the as-of day if that comes first.
    pub fn to(&self) -> NaiveDate {
        self.period.to().min(self.as_of)
    }

    /// Whether a day lies in the period, up to the as-of day.
    pub fn in_period(&self, day: NaiveDate) -> bool {
        self.from() <= day && day <= self.to()
    }

    /// Whether a day has come by the as-of day.
    pub fn by_then(&self, day: NaiveDate) -> bool {
        day <= self.as_of
    }

    /// What is wrong with the days, if anything: nobody knows the future, and a period cannot be told before it begins.
    pub fn wrong_day(&self, today: NaiveDate) -> Option<Rule> {
        if self.as_of > today {
            Some(FUTURE)
        } else if self.as_of < self.from() {
            Some(BEFORE_PERIOD)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_the_future_nor_the_time_before_the_period_can_be_counted() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let code = |year, as_of| {
            let question = Question { division: "990981107000".into(), period: Period::year_of(year), as_of };
            question.wrong_day(day(2026, 3, 1)).map(|rule| rule.code)
        };
        assert_eq!(code(2026, day(2026, 3, 1)), None);
        assert_eq!(code(2025, day(2025, 1, 1)), None);
        assert_eq!(code(2024, day(2026, 3, 1)), None);
        assert_eq!(code(2026, day(2026, 3, 2)), Some(FUTURE.code));
        assert_eq!(code(2026, day(2025, 12, 31)), Some(BEFORE_PERIOD.code));
    }
}
