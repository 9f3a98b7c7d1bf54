//! One figure by part and period of a year: what a chart shows.
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::dto::{Series, StatisticsRow};
use super::table::{Asked, Parted, name_of};
use crate::codes::{Period, PeriodKind};
use crate::indicators::{Definition, Eyes, FigureValue, Question, Sources};
use crate::platform::access::Reading;
use crate::platform::error::ApiResult;

/// The periods of a year that have begun by a day.
pub fn periods_of(year: i32, by: PeriodKind, today: NaiveDate) -> Vec<Period> {
    let year = Period::year_of(year);
    let mut periods = Vec::new();
    let mut next = Period::around(year.from(), by);
    while next.from() <= year.to() && next.from() <= today {
        periods.push(next);
        let Some(day) = next.to().succ_opt() else { break };
        next = Period::around(day, by);
    }
    periods
}

/// A figure in each of these periods.
///
/// # Errors
/// The database refuses.
pub fn series(
    reading: &mut Reading<'_>,
    (sources, eyes): (&Sources, &Eyes),
    definition: &'static Definition,
    questions: &[Question],
) -> ApiResult<Series> {
    let mut total = Vec::new();
    let mut rows: BTreeMap<String, (String, BTreeMap<Period, FigureValue>)> = BTreeMap::new();
    for question in questions {
        let asked = Asked { sources, eyes, question };
        let parted = Parted::measure(reading, &asked, &BTreeSet::from([definition.name]))?;
        let value = |part: Option<&str>| parted.of(definition.name, part).map_or_else(no_records, |one| one.value);
        total.push(value(None));
        for (code, name) in parted.rows(reading, question)? {
            let cell = value(Some(&code));
            rows.entry(code).or_insert_with(|| (name, BTreeMap::new())).1.insert(question.period, cell);
        }
    }
    let periods: Vec<Period> = questions.iter().map(|question| question.period).collect();
    let division_code = questions.first().map(|question| question.division.clone()).unwrap_or_default();
    let row = |(division_code, (name, mut cells)): (String, (String, BTreeMap<Period, FigureValue>))| StatisticsRow {
        division_code,
        name,
        cells: periods.iter().map(|period| cells.remove(period).unwrap_or_else(no_records)).collect(),
    };
    Ok(Series {
        figure: definition.name.to_owned(),
        title_zh: definition.title_zh.to_owned(),
        title_en: definition.title_en.to_owned(),
        unit: definition.unit.to_owned(),
        total: StatisticsRow { name: name_of(reading, &division_code)?, division_code, cells: total },
        rows: rows.into_iter().map(row).collect(),
        periods,
    })
}

/// An area that was not there then, or in which the figure is not counted.
fn no_records() -> FigureValue {
    FigureValue::Unknown { reason_zh: "没有记录".to_owned(), reason_en: "no record".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_its_periods_and_none_of_the_future() {
        let day = |text: &str| text.parse::<NaiveDate>().expect(text);
        let names =
            |by, today| -> Vec<String> { periods_of(2025, by, day(today)).iter().map(ToString::to_string).collect() };
        assert_eq!(names(PeriodKind::Quarter, "2026-03-01"), ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]);
        assert_eq!(names(PeriodKind::Month, "2025-03-01"), ["2025-01", "2025-02", "2025-03"]);
        assert_eq!(names(PeriodKind::Half, "2024-12-31"), [""; 0]);
        assert_eq!(names(PeriodKind::Year, "2025-01-01"), ["2025"]);
    }
}
