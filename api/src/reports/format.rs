//! How a mark asks for its figure to be printed: `{{leaflets|approx:2}}`.
use std::fmt;
use std::str::FromStr;

/// How a field prints its figure; written behind a bar in a mark.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Format {
    /// As it is; a rate as a percentage, rounded down to one decimal.
    #[default]
    Plain,
    /// `approx:N`: the N leading digits of a count: 9815 → 9800余, 9800 → 9800.
    Approx(u32),
    /// `wan:N`: a count in units of 10 000 with at most N decimals: 38558 → 3.85万余. Less than 10 000 stays exact.
    Wan(u32),
    /// `floor:UNIT`: the whole part and the unit: 8.4 → 8万余. Less than one stays exact.
    Floor(String),
    /// `numerator`: the fulfilled part of a rate.
    Numerator,
    /// `denominator`: the whole of a rate.
    Denominator,
    /// `gap`: what a rate lacks.
    Gap,
    /// `few:UNIT`: a number too small to be told exactly: 1–2 → 个别, 3–9 → 几例, then the number.
    Few(String),
    /// `each:PHRASE=KEY/…`: the phrases whose part of a breakdown is not zero, in this order.
    Each(Vec<(String, String)>),
    /// `without:PHRASE=KEY/…`: the phrases whose part of a breakdown is zero or not there, in this order.
    Without(Vec<(String, String)>),
    /// `list:UNIT`: every part with its count. Counted in 人, no part below [`FEWEST_PERSONS`](crate::indicators::FEWEST_PERSONS) is named.
    List(String),
}

/// The format of a mark is none of those of [`Format`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("模板写法“{0}”不存在；no such format: {0}")]
pub struct UnknownFormat(pub String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        let refused = || UnknownFormat(text.to_owned());
        let (name, argument) = text.split_once(':').unwrap_or((text, ""));
        let digits = || argument.parse::<u32>().ok().filter(|digits| *digits <= 9).ok_or_else(refused);
        match (name, argument.is_empty()) {
            ("plain", true) => Ok(Self::Plain),
            ("numerator", true) => Ok(Self::Numerator),
            ("denominator", true) => Ok(Self::Denominator),
            ("gap", true) => Ok(Self::Gap),
            ("approx", false) => digits().map(Self::Approx),
            ("wan", false) => digits().map(Self::Wan),
            ("floor", _) => Ok(Self::Floor(argument.to_owned())),
            ("few", _) => Ok(Self::Few(argument.to_owned())),
            ("list", _) => Ok(Self::List(argument.to_owned())),
            ("each", false) => phrases(argument).map(Self::Each).ok_or_else(refused),
            ("without", false) => phrases(argument).map(Self::Without).ok_or_else(refused),
            _ => Err(refused()),
        }
    }
}

fn phrases(argument: &str) -> Option<Vec<(String, String)>> {
    let pair = |item: &str| item.split_once('=').map(|(phrase, key)| (phrase.to_owned(), key.to_owned()));
    argument.split('/').map(pair).collect()
}

fn listed(phrases: &[(String, String)]) -> String {
    phrases.iter().map(|(phrase, key)| format!("{phrase}={key}")).collect::<Vec<_>>().join("/")
}

impl fmt::Display for Format {
    /// The text that [`Format::from_str`] reads back.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain => formatter.write_str("plain"),
            Self::Approx(digits) => write!(formatter, "approx:{digits}"),
            Self::Wan(decimals) => write!(formatter, "wan:{decimals}"),
            Self::Floor(unit) => write!(formatter, "floor:{unit}"),
            Self::Numerator => formatter.write_str("numerator"),
            Self::Denominator => formatter.write_str("denominator"),
            Self::Gap => formatter.write_str("gap"),
            Self::Few(unit) => write!(formatter, "few:{unit}"),
            Self::List(unit) => write!(formatter, "list:{unit}"),
            Self::Each(phrases) => write!(formatter, "each:{}", listed(phrases)),
            Self::Without(phrases) => write!(formatter, "without:{}", listed(phrases)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_written_as_it_is_read() {
        let all = ["plain", "approx:2", "wan:2", "floor:万", "numerator", "denominator", "gap", "few:例", "list:次"];
        for text in all.into_iter().chain(["each:进学校=学校/进农村=农村", "without:禁贩=禁贩"]) {
            assert_eq!(text.parse::<Format>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_format_nobody_defined_is_refused() {
        for text in ["", "round:2", "approx", "approx:x", "approx:99", "gap:1", "each:", "each:进学校"] {
            assert_eq!(text.parse::<Format>(), Err(UnknownFormat(text.to_owned())));
        }
    }
}
