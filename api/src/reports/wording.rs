//! Figures into words. Whatever is shortened is shortened downwards and says so with 余; nothing is rounded up.
use std::collections::BTreeMap;

use super::figures::{Decimal, Value};
use super::format::Format;
use crate::indicators::FEWEST_PERSONS;

/// Why a figure cannot be put into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unprintable {
    /// The format does not fit the value.
    #[error("数据类型与模板的写法不符；the value does not fit the format")]
    WrongKind,
    /// More were counted than there are.
    #[error("分子大于分母，须核对；the part is larger than the whole")]
    PartExceedsWhole,
    /// Nothing was counted, so that there is nothing to list.
    #[error("没有可列出的项目；nothing to list")]
    NothingToList,
    /// Fewer than [`FEWEST_PERSONS`] persons in a place below the town.
    #[error(
        "人数少于3人，不得与村居名称一并印出；fewer than three persons may not be printed with the name of the place"
    )]
    TooFewPersons,
}

impl Unprintable {
    /// The Chinese and the English half of the message.
    pub fn sentences(self) -> (String, String) {
        let both = self.to_string();
        let (zh, en) = both.split_once('；').unwrap_or((&both, &both));
        (zh.to_owned(), en.to_owned())
    }
}

/// Puts a value into words.
pub fn print(value: &Value, format: &Format) -> Result<String, Unprintable> {
    match (format, value) {
        (Format::Plain, value) => plain(value),
        (Format::Approx(digits), Value::Integer(count)) => approximate(*count, *digits),
        (Format::Wan(decimals), Value::Integer(count)) => in_wan(*count, *decimals),
        (Format::Floor(unit), Value::Decimal(decimal)) => whole_part(*decimal, unit),
        (Format::Floor(unit), Value::Integer(count)) => Ok(format!("{count}{unit}")),
        (Format::Numerator | Format::Denominator | Format::Gap, Value::Rate { numerator, denominator }) => {
            part(format, *numerator, *denominator)
        }
        (Format::Few(unit), Value::Integer(count)) => few(*count, unit),
        (Format::Each(phrases), Value::Breakdown(parts)) => {
            let counted = phrases.iter().filter(|(_, key)| parts.get(key).is_some_and(|count| *count > 0));
            joined(counted.map(|(phrase, _)| phrase.clone()).collect())
        }
        (Format::Without(phrases), Value::Breakdown(parts)) => {
            let absent = phrases.iter().filter(|(_, key)| parts.get(key).is_none_or(|count| *count == 0));
            joined(absent.map(|(phrase, _)| phrase.clone()).collect())
        }
        (Format::List(unit), Value::Breakdown(parts)) => list(parts, unit),
        _ => Err(Unprintable::WrongKind),
    }
}

fn plain(value: &Value) -> Result<String, Unprintable> {
    match value {
        Value::Integer(count) => Ok(count.to_string()),
        Value::Decimal(decimal) => Ok(decimal.to_string()),
        Value::Text(text) => Ok(text.clone()),
        Value::Rate { numerator, denominator } => percentage(*numerator, *denominator),
        Value::Breakdown(parts) => list(parts, ""),
    }
}

/// The leading digits of a count, rounded down, with 余 if that changed it.
pub fn approximate(count: i64, digits: u32) -> Result<String, Unprintable> {
    let exact = u64::try_from(count).ok().ok_or(Unprintable::WrongKind)?;
    let length = exact.checked_ilog10().map_or(1, |power| power + 1);
    let step = 10_u64.pow(length.saturating_sub(digits.max(1)));
    Ok(marked(exact / step * step, exact, ""))
}

fn marked(shown: u64, exact: u64, unit: &str) -> String {
    format!("{shown}{unit}{}", more(shown != exact))
}

fn more(changed: bool) -> &'static str {
    if changed { "余" } else { "" }
}

/// A count in 万, rounded down to so many decimals.
fn in_wan(count: i64, decimals: u32) -> Result<String, Unprintable> {
    let exact = u64::try_from(count).ok().ok_or(Unprintable::WrongKind)?;
    if exact < 10_000 {
        return Ok(exact.to_string());
    }
    let step = 10_u64.pow(4 - decimals.min(4));
    let shown = exact / step * step;
    let fraction = format!("{:04}", shown % 10_000);
    let point = format!("{}.{fraction}", shown / 10_000);
    let number = point.trim_end_matches('0').trim_end_matches('.');
    Ok(format!("{number}万{}", more(shown != exact)))
}

fn whole_part(decimal: Decimal, unit: &str) -> Result<String, Unprintable> {
    let digits = u64::try_from(decimal.mantissa()).ok().ok_or(Unprintable::WrongKind)?;
    let whole = digits / 10_u64.pow(decimal.scale());
    if whole == 0 {
        return Ok(format!("{decimal}{unit}"));
    }
    Ok(format!("{whole}{unit}{}", more(decimal.scale() > 0)))
}

fn part(format: &Format, numerator: i64, denominator: i64) -> Result<String, Unprintable> {
    if numerator > denominator {
        return Err(Unprintable::PartExceedsWhole);
    }
    let count = match format {
        Format::Numerator => numerator,
        Format::Denominator => denominator,
        _ => denominator - numerator,
    };
    Ok(count.to_string())
}

/// Rounded down, so that 100% is said of equal parts only.
fn percentage(numerator: i64, denominator: i64) -> Result<String, Unprintable> {
    if numerator > denominator {
        return Err(Unprintable::PartExceedsWhole);
    }
    if numerator < 0 || denominator == 0 {
        return Err(Unprintable::WrongKind);
    }
    let thousandths = i128::from(numerator) * 1000 / i128::from(denominator);
    let fraction = thousandths % 10;
    let tail = if fraction == 0 { String::new() } else { format!(".{fraction}") };
    Ok(format!("{}{tail}%", thousandths / 10))
}

fn few(count: i64, unit: &str) -> Result<String, Unprintable> {
    match count {
        ..0 => Err(Unprintable::WrongKind),
        0 => Ok(format!("0{unit}")),
        1..=2 => Ok("个别".to_owned()),
        3..=9 => Ok(format!("几{unit}")),
        _ => Ok(format!("{count}{unit}")),
    }
}

fn list(parts: &BTreeMap<String, i64>, unit: &str) -> Result<String, Unprintable> {
    let words = parts.iter().map(|(name, count)| match unit {
        "人" => persons_in_place(name, *count, true),
        _ => Ok(format!("{name}{count}{unit}")),
    });
    joined(words.collect::<Result<_, _>>()?)
}

fn joined(words: Vec<String>) -> Result<String, Unprintable> {
    if words.is_empty() { Err(Unprintable::NothingToList) } else { Ok(words.join("、")) }
}

/// "水西村5人". Refused below the town for fewer than [`FEWEST_PERSONS`], zero included.
pub fn persons_in_place(place: &str, count: i64, below_town: bool) -> Result<String, Unprintable> {
    if below_town && count < FEWEST_PERSONS {
        return Err(Unprintable::TooFewPersons);
    }
    Ok(format!("{place}{count}人"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads "9800余", "3.85万余" back: the number shown, in ten-thousandths, and whether 余 follows.
    fn read_back(printed: &str) -> (u128, bool) {
        let number = printed.trim_end_matches('余');
        let unit = if number.ends_with('万') { 10_000 } else { 1 };
        let decimal: Decimal = number.trim_end_matches('万').parse().unwrap();
        let scaled = u128::try_from(decimal.mantissa()).unwrap() * 10_000 * unit;
        (scaled / 10_u128.pow(decimal.scale()), printed.ends_with('余'))
    }

    proptest! {
        #[test]
        fn a_count_is_never_rounded_up_and_more_is_said_only_when_it_is_more(count in 0..99_999_999_999_999_999_i64, digits in 0_u32..=9) {
            let exact = u128::try_from(count).unwrap() * 10_000;
            for printed in [approximate(count, digits).unwrap(), in_wan(count, digits).unwrap()] {
                let (shown, more) = read_back(&printed);
                prop_assert!(shown <= exact, "{printed} > {count}");
                prop_assert_eq!(more, shown != exact, "{} for {}", printed, count);
            }
        }

        #[test]
        fn a_whole_part_is_never_rounded_up(mantissa in 0_i64..1_000_000_000, scale in 0_u32..6) {
            let text = format!("{}.{:0width$}", mantissa / 10_i64.pow(scale), mantissa % 10_i64.pow(scale), width = scale as usize);
            let text = if scale == 0 { mantissa.to_string() } else { text };
            let decimal: Decimal = text.parse().unwrap();
            let printed = whole_part(decimal, "万").unwrap();
            let exact = u128::try_from(mantissa).unwrap() * 100_000_000 / 10_u128.pow(scale);
            let (shown, more) = read_back(&printed);
            prop_assert!(shown <= exact, "{printed} > {text}");
            prop_assert_eq!(more, shown != exact, "{} for {}", printed, text);
        }

        #[test]
        fn all_is_said_of_equal_parts_only(numerator in 0_i64..10_000, missing in 1_i64..3) {
            let printed = percentage(numerator, numerator + missing).unwrap();
            prop_assert!(printed != "100%");
            prop_assert_eq!(percentage(missing, missing).unwrap(), "100%");
        }
    }

    fn counted(parts: &[(&str, i64)]) -> Value {
        Value::Breakdown(parts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect())
    }

    fn printed(value: Value, format: &str) -> Result<String, Unprintable> {
        print(&value, &format.parse().unwrap())
    }

    #[test]
    fn the_figures_of_the_handbook() {
        let cases = [
            (Value::Integer(3246), "approx:2", "3200余"),
            (Value::Integer(9815), "approx:2", "9800余"),
            (Value::Integer(9800), "approx:2", "9800"),
            (Value::Integer(7), "approx:2", "7"),
            (Value::Integer(0), "approx:2", "0"),
            (Value::Integer(38_558), "wan:2", "3.85万余"),
            (Value::Integer(84_000), "wan:0", "8万余"),
            (Value::Integer(80_000), "wan:0", "8万"),
            (Value::Integer(9_999), "wan:2", "9999"),
            (Value::Decimal("8.4".parse().unwrap()), "floor:万", "8万余"),
            (Value::Decimal("8".parse().unwrap()), "floor:万", "8万"),
            (Value::Decimal("0.6".parse().unwrap()), "floor:万", "0.6万"),
            (Value::Rate { numerator: 319, denominator: 320 }, "plain", "99.6%"),
            (Value::Rate { numerator: 319, denominator: 320 }, "gap", "1"),
            (Value::Integer(2), "few:例", "个别"),
            (Value::Integer(9), "few:例", "几例"),
            (Value::Integer(10), "few:例", "10例"),
        ];
        for (value, format, expected) in cases {
            assert_eq!(printed(value, format).unwrap(), expected);
        }
    }

    #[test]
    fn only_what_happened_is_listed() {
        let settings = counted(&[("学校", 13), ("农村", 7), ("家庭", 0)]);
        assert_eq!(printed(settings.clone(), "each:进学校=学校/进家庭=家庭/进农村=农村").unwrap(), "进学校、进农村");
        assert_eq!(printed(settings.clone(), "without:进学校=学校/进家庭=家庭/进单位=单位").unwrap(), "进家庭、进单位");
        assert_eq!(printed(settings.clone(), "without:进学校=学校"), Err(Unprintable::NothingToList));
        assert_eq!(printed(settings, "each:进家庭=家庭"), Err(Unprintable::NothingToList));
    }

    #[test]
    fn two_persons_of_a_village_are_not_named() {
        assert_eq!(persons_in_place("水西村", 2, true), Err(Unprintable::TooFewPersons));
        assert_eq!(persons_in_place("水西村", 3, true).unwrap(), "水西村3人");
        assert_eq!(persons_in_place("秀河镇", 1, false).unwrap(), "秀河镇1人");
        assert_eq!(printed(counted(&[("水西村", 2), ("石桥村", 9)]), "list:人"), Err(Unprintable::TooFewPersons));
        assert_eq!(printed(counted(&[("水西村", 2), ("石桥村", 9)]), "list:次").unwrap(), "水西村2次、石桥村9次");
    }

    #[test]
    fn what_does_not_fit_is_refused_and_not_guessed() {
        assert_eq!(printed(Value::Text("多".to_owned()), "approx:2"), Err(Unprintable::WrongKind));
        assert_eq!(printed(Value::Integer(-1), "approx:2"), Err(Unprintable::WrongKind));
        assert_eq!(printed(Value::Rate { numerator: 4, denominator: 3 }, "gap"), Err(Unprintable::PartExceedsWhole));
        assert_eq!(printed(Value::Rate { numerator: 0, denominator: 0 }, "plain"), Err(Unprintable::WrongKind));
    }

    #[test]
    fn a_refusal_speaks_both_languages() {
        let (zh, en) = Unprintable::WrongKind.sentences();
        assert_eq!((zh.as_str(), en.as_str()), ("数据类型与模板的写法不符", "the value does not fit the format"));
    }
}
