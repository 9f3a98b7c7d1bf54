//! Legal dates as people write them. A date is a day in Asia/Shanghai without a time.

use chrono::{Days, NaiveDate};
use unicode_normalization::UnicodeNormalization;

use crate::platform::error::Rule;

/// The text is not one of the ways a date is written, or its year has two digits.
pub const FORMAT: Rule = Rule {
    code: "date.format",
    zh: "日期无法识别，请写成2025-01-02（年份须四位）",
    en: "not a date; write it as 2025-01-02 with a four-digit year",
};
/// The text is written like a date, but no calendar has that day.
pub const IMPOSSIBLE: Rule = Rule { code: "date.impossible", zh: "日期不存在", en: "there is no such day" };

/// The last day a worksheet can hold: 31 December 9999.
const LAST_SERIAL: f64 = 2_958_465.0;

/// Reads `2025-01-02`, `2025/1/2`, `2025.1.2`, `20250102` and `2025年1月2日`, in full-width or half-width characters and
/// with any spaces between. The sixth way, the serial number of a spreadsheet, is [`parse_serial`]: it looks like any other
/// number, so the caller must know that the cell holds a date.
pub fn parse_date(typed: &str) -> Result<NaiveDate, Rule> {
    let text: String = typed.nfkc().filter(|character| !character.is_whitespace()).collect();
    let (year, month, day) = parts_of(&text).ok_or(FORMAT)?;
    if year.len() != 4 || !is_one_or_two_digits(month) || !is_one_or_two_digits(day) {
        return Err(FORMAT);
    }
    match (year.parse(), month.parse(), day.parse()) {
        (Ok(year @ 1..), Ok(month), Ok(day)) => NaiveDate::from_ymd_opt(year, month, day).ok_or(IMPOSSIBLE),
        (Ok(_), Ok(_), Ok(_)) => Err(IMPOSSIBLE),
        _ => Err(FORMAT),
    }
}

/// Reads the serial number a spreadsheet keeps for a date, written as text: `45659` is 2025-01-02.
pub fn parse_serial(typed: &str) -> Result<NaiveDate, Rule> {
    let text: String = typed.nfkc().collect();
    if !text.trim().bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return Err(FORMAT);
    }
    text.trim().parse().map_or(Err(FORMAT), from_serial)
}

/// The day of a serial number in the 1900 date system; a fraction (the time of day) is dropped. Day 60, the 29 February 1900
/// that spreadsheets believe in, does not exist.
pub fn from_serial(serial: f64) -> Result<NaiveDate, Rule> {
    let day = serial.floor();
    if !(1.0..=LAST_SERIAL).contains(&day) {
        return Err(IMPOSSIBLE);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number between 1 and 2 958 465"
    )]
    let days = day as u64;
    let before_first = match days {
        60 => return Err(IMPOSSIBLE),
        1..60 => NaiveDate::from_ymd_opt(1899, 12, 31),
        _ => NaiveDate::from_ymd_opt(1899, 12, 30),
    };
    before_first.and_then(|date| date.checked_add_days(Days::new(days))).ok_or(IMPOSSIBLE)
}

fn parts_of(text: &str) -> Option<(&str, &str, &str)> {
    if let Some((year, rest)) = text.split_once('年') {
        let (month, day) = rest.split_once('月')?;
        return Some((year, month, day.strip_suffix(['日', '号']).unwrap_or(day)));
    }
    for separator in ['-', '/', '.'] {
        if let Some((year, rest)) = text.split_once(separator) {
            let (month, day) = rest.split_once(separator)?;
            return Some((year, month, day));
        }
    }
    let is_compact = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_compact { Some((text.get(..4)?, text.get(4..6)?, text.get(6..)?)) } else { None }
}

fn is_one_or_two_digits(text: &str) -> bool {
    (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    prop_compose! {
        fn any_day()(days in 0_u64..90_000) -> NaiveDate { day(1900, 3, 1) + Days::new(days) }
    }

    proptest! {
        #[test]
        fn every_way_of_writing_gives_the_same_day(date in any_day()) {
            let (y, m, d) = (date.year(), date.month(), date.day());
            for text in [
                format!("{y}-{m:02}-{d:02}"), format!("{y}/{m}/{d}"), format!("{y}.{m}.{d}"), format!("{y}{m:02}{d:02}"),
                format!("{y}年{m}月{d}日"), format!(" {y} 年 {m} 月 {d} 日 "), format!("{y}／{m}／{d}"),
            ] {
                prop_assert_eq!(parse_date(&text), Ok(date), "{}", text);
            }
            let serial = (date - day(1899, 12, 30)).num_days();
            prop_assert_eq!(parse_serial(&serial.to_string()), Ok(date));
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>(), serial in any::<f64>()) {
            let _ = (parse_date(&text), parse_serial(&text), from_serial(serial));
        }
    }

    #[test]
    fn full_width_digits_are_read() {
        assert_eq!(parse_date("２０２５年１月２日"), Ok(day(2025, 1, 2)));
        assert_eq!(parse_date("２０２５－０１－０２"), Ok(day(2025, 1, 2)));
    }

    #[test]
    fn days_no_calendar_has_are_impossible() {
        for text in ["2025-02-29", "2025/13/1", "20250431", "2025年6月31日", "2025.0.1", "0000-01-01"] {
            assert_eq!(parse_date(text), Err(IMPOSSIBLE), "{text}");
        }
    }

    #[test]
    fn what_is_not_written_as_a_date_is_refused() {
        for text in [
            "",
            "25-01-02",
            "25年1月2日",
            "2025-01",
            "2025-1/2",
            "2025-1-2-3",
            "45659",
            "2025-+1-2",
            "昨天",
            "1/2/2025",
        ] {
            assert_eq!(parse_date(text), Err(FORMAT), "{text}");
        }
    }

    #[test]
    fn serial_numbers_follow_the_spreadsheet_calendar() {
        assert_eq!(parse_serial("45659"), Ok(day(2025, 1, 2)));
        assert_eq!(from_serial(45_659.75), Ok(day(2025, 1, 2)));
        assert_eq!(
            [from_serial(1.0), from_serial(59.0), from_serial(61.0)],
            [Ok(day(1900, 1, 1)), Ok(day(1900, 2, 28)), Ok(day(1900, 3, 1))]
        );
        for serial in [60.0, 0.0, -1.0, f64::NAN, f64::INFINITY, 2_958_466.0] {
            assert_eq!(from_serial(serial), Err(IMPOSSIBLE), "{serial}");
        }
        assert_eq!(from_serial(LAST_SERIAL), Ok(day(9999, 12, 31)));
        assert_eq!([parse_serial(""), parse_serial("1e3"), parse_serial("inf")], [Err(FORMAT); 3]);
    }
}
