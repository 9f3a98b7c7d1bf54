//! Numbers, dates and error values of a workbook, as a person saw them.

use super::Cell;
use calamine::{DataRef, ExcelDateTime};
use chrono::{NaiveDate, NaiveDateTime};

/// From here on a number has 16 digits or more, and Excel keeps 15.
const FIRST_LOSSY: f64 = 1e15;
/// One day after 9999-12-31, as Excel counts days.
const END_OF_DAYS: f64 = 2_958_466.0;

/// The value of a cell that is no formula.
pub(super) fn cell(value: DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) | DataRef::DurationIso(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text.to_owned()),
        DataRef::Int(number) => integer(number),
        DataRef::Float(number) => float(number),
        DataRef::Bool(truth) => Cell::Boolean(truth),
        DataRef::DateTime(moment) => date(moment),
        DataRef::DateTimeIso(text) => iso_date(text),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

/// Text, or nothing when it is only blanks (full-width ones included).
pub(super) fn text_cell(text: String) -> Cell {
    if text.trim().is_empty() { Cell::Empty } else { Cell::Text(text) }
}

fn integer(number: i64) -> Cell {
    let text = number.to_string();
    if number.unsigned_abs() >= 1_000_000_000_000_000 { Cell::LossyNumber(text) } else { Cell::Number(text) }
}

fn float(number: f64) -> Cell {
    match number {
        _ if !number.is_finite() => Cell::Error("#NUM!".to_owned()),
        _ if number.abs() >= 1e21 => Cell::LossyNumber(format!("{number:e}")),
        _ if number.abs() >= FIRST_LOSSY => Cell::LossyNumber(format!("{number:.0}")),
        _ if number == 0.0 => Cell::Number("0".to_owned()),
        _ if number.fract() == 0.0 => Cell::Number(format!("{number:.0}")),
        _ => Cell::Number(fifteen_digits(number)),
    }
}

/// What Excel shows of a fraction: 0.1 + 0.2 is 0.3.
fn fifteen_digits(number: f64) -> String {
    format!("{number:.14e}").parse().map_or_else(|_| number.to_string(), |rounded: f64| rounded.to_string())
}

/// A number under a date format. Outside the calendar it is a number that somebody keyed, such as 20250814; below 1 a time.
fn date(moment: ExcelDateTime) -> Cell {
    let days = moment.as_f64();
    match moment.as_datetime() {
        Some(day) if !moment.is_duration() && (1.0..END_OF_DAYS).contains(&days) => Cell::Date(day.date()),
        Some(time) if (0.0..1.0).contains(&days) && days > 0.0 => Cell::Text(time.format("%H:%M").to_string()),
        _ => float(days),
    }
}

fn iso_date(text: String) -> Cell {
    let day = text.parse::<NaiveDate>().or_else(|_| text.parse::<NaiveDateTime>().map(|moment| moment.date()));
    day.map_or_else(|_| text_cell(text), Cell::Date)
}

/// Whether text is a number in the notation that Excel gives to long ones, as in `9.90981E+17`.
pub(super) fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.trim().split_once(['E', 'e']) else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    digits(whole) && digits(fraction) && exponent.strip_prefix('+').is_some_and(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    fn number(text: &str) -> Cell {
        Cell::Number(text.to_owned())
    }

    fn dated(value: f64) -> Cell {
        cell(DataRef::DateTime(ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false)))
    }

    #[test]
    fn numbers_are_as_excel_shows_them() {
        assert_eq!(cell(DataRef::Float(38558.0)), number("38558"));
        assert_eq!(cell(DataRef::Float(-0.0)), number("0"));
        assert_eq!(cell(DataRef::Float(0.1 + 0.2)), number("0.3"));
        assert_eq!(cell(DataRef::Float(16_071_243_966.0)), number("16071243966"));
        assert_eq!(cell(DataRef::Float(999_999_999_999_999.0)), number("999999999999999"));
    }

    #[test]
    fn an_identity_number_keyed_as_a_number_is_recognised() {
        assert_eq!(cell(DataRef::Float(9.909_811_995_072_5e17)), Cell::LossyNumber("990981199507250048".to_owned()));
        assert_eq!(cell(DataRef::Int(990_981_199_507_250_023)), Cell::LossyNumber("990981199507250023".to_owned()));
        assert!(is_scientific("9.90981E+17") && is_scientific(" 9E+17 "));
        assert!(!is_scientific("E+17") && !is_scientific("1E17") && !is_scientific("1.E+5") && !is_scientific("XE+5"));
    }

    #[test]
    fn dates_are_dates_only_inside_the_calendar() {
        let day = NaiveDate::from_ymd_opt(2025, 8, 14).unwrap();
        assert_eq!(dated(45_883.0), Cell::Date(day));
        assert_eq!(dated(45_883.75), Cell::Date(day));
        assert_eq!(dated(20_250_814.0), number("20250814"));
        assert_eq!(dated(0.5), Cell::Text("12:00".to_owned()));
        assert_eq!(dated(f64::INFINITY), Cell::Error("#NUM!".to_owned()));
        assert_eq!(cell(DataRef::DateTimeIso("2025-08-14T10:00:00".to_owned())), Cell::Date(day));
    }

    #[test]
    fn blanks_are_nothing() {
        assert_eq!(text_cell("\u{3000} \n".to_owned()), Cell::Empty);
        assert_eq!(text_cell(" 甲 ".to_owned()), Cell::Text(" 甲 ".to_owned()));
    }
}
