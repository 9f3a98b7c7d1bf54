//! What an indicator may be: a count, a quantity, a name, a rate, counts by kind — or unknown, which is never zero.
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Every figure a draft may print, by indicator name.
pub type Figures = BTreeMap<String, FigureValue>;

/// The value of one indicator. An unknown value is never a zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FigureValue {
    /// The records, the profile or the configuration hold it.
    Known(KnownValue),
    /// Nobody recorded it; the reason is printed in its place.
    Unknown {
        /// Why, in Chinese, short enough to stand in the text.
        reason_zh: String,
        /// The same in English.
        reason_en: String,
    },
    /// So few persons stand behind it, or behind what it differs by, that it would point at them: not told to who may not
    /// open their files.
    Withheld {
        /// Why, in Chinese, short enough to stand in its place.
        reason_zh: String,
        /// The same in English.
        reason_en: String,
    },
}

impl FigureValue {
    /// The value, if there is one.
    pub fn known(&self) -> Option<&Value> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown { .. } | Self::Withheld { .. } => None,
        }
    }
}

/// The generator of the document takes a type called `Value` for any JSON at all; under this name it looks.
pub type KnownValue = Value;

/// What an indicator may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A count.
    Integer(i64),
    /// A measured quantity, exactly as it was entered.
    Decimal(Decimal),
    /// A name, a title, a year as written, a piece of prose.
    Text(String),
    /// So many of so many; kept in parts, because "all" may be said of equal parts only.
    Rate {
        /// How many fulfil the condition.
        numerator: i64,
        /// How many there are.
        denominator: i64,
    },
    /// Counts by kind, e.g. activities by setting; the keys are the words that are printed.
    Breakdown(BTreeMap<String, i64>),
}

impl Value {
    /// Equal parts of something: a rate over nothing is not complete.
    pub fn is_complete(&self) -> bool {
        matches!(self, Self::Rate { numerator, denominator } if *denominator > 0 && numerator == denominator)
    }

    /// As plain JSON, the way a reader of figures expects it: numbers as numbers, counts by kind as an object.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Integer(count) => (*count).into(),
            Self::Decimal(decimal) => {
                decimal.to_string().parse::<serde_json::Number>().map_or(serde_json::Value::Null, Into::into)
            }
            Self::Text(text) => text.clone().into(),
            Self::Rate { numerator, denominator } => {
                serde_json::json!({ "numerator": numerator, "denominator": denominator })
            }
            Self::Breakdown(parts) => serde_json::json!(parts),
        }
    }

    /// Nothing was counted. A text is never zero.
    pub fn is_zero(&self) -> bool {
        match self {
            Self::Integer(count) => *count == 0,
            Self::Decimal(decimal) => decimal.mantissa() == 0,
            Self::Rate { numerator, .. } => *numerator == 0,
            Self::Breakdown(parts) => parts.values().all(|count| *count == 0),
            Self::Text(_) => false,
        }
    }
}

/// A decimal number without rounding: `mantissa / 10^scale`; sent as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "142.6")]
pub struct Decimal(Digits);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Digits {
    mantissa: i64,
    scale: u32,
}

/// The text is not a decimal number of at most 18 digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("不是十进制数（至多18位）；not a decimal number of at most 18 digits")]
pub struct NotDecimal;

impl Decimal {
    /// The digits without the point.
    pub fn mantissa(self) -> i64 {
        self.0.mantissa
    }

    /// How many of the digits stand behind the point; at most 18.
    pub fn scale(self) -> u32 {
        self.0.scale
    }

    fn trimmed(mut mantissa: i64, mut scale: u32) -> Self {
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        Self(Digits { mantissa, scale })
    }
}

impl FromStr for Decimal {
    type Err = NotDecimal;

    fn from_str(text: &str) -> Result<Self, NotDecimal> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = whole.strip_prefix('-').unwrap_or(whole);
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(digits) || !all_digits(fraction) || digits.len() + fraction.len() > 18 {
            return Err(NotDecimal);
        }
        let mantissa = format!("{whole}{fraction}").parse().ok().ok_or(NotDecimal)?;
        let scale = u32::try_from(fraction.len()).ok().ok_or(NotDecimal)?;
        Ok(Self::trimmed(mantissa, scale))
    }
}

impl TryFrom<f64> for Decimal {
    type Error = NotDecimal;

    /// Through the shortest decimal that reads back as the same number, so that 142.6 stays 142.6.
    fn try_from(number: f64) -> Result<Self, NotDecimal> {
        number.to_string().parse()
    }
}

impl TryFrom<String> for Decimal {
    type Error = NotDecimal;

    fn try_from(text: String) -> Result<Self, NotDecimal> {
        text.parse()
    }
}

impl From<Decimal> for String {
    fn from(decimal: Decimal) -> Self {
        decimal.to_string()
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base = 10_u64.pow(self.0.scale);
        let digits = self.0.mantissa.unsigned_abs();
        let sign = if self.0.mantissa < 0 { "-" } else { "" };
        write!(formatter, "{sign}{}", digits / base)?;
        if self.0.scale > 0 {
            write!(formatter, ".{:0width$}", digits % base, width = self.0.scale as usize)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_printed_as_it_was_entered() {
        for text in ["0", "18", "142.6", "3.27", "0.05", "-1.5"] {
            assert_eq!(text.parse::<Decimal>().unwrap().to_string(), text);
        }
        assert_eq!(Decimal::try_from(142.6).unwrap().to_string(), "142.6");
        assert_eq!("3.270".parse::<Decimal>().unwrap().to_string(), "3.27");
    }

    #[test]
    fn what_is_no_decimal_is_refused() {
        for text in ["", ".", "1.", ".5", "1,5", "1e3", "NaN", "--1", "1.-5", "1234567890123456789"] {
            assert_eq!(text.parse::<Decimal>(), Err(NotDecimal), "{text}");
        }
        assert_eq!(Decimal::try_from(f64::INFINITY), Err(NotDecimal));
    }

    #[test]
    fn all_of_nothing_is_not_complete() {
        assert!(!Value::Rate { numerator: 0, denominator: 0 }.is_complete());
        assert!(!Value::Rate { numerator: 4, denominator: 3 }.is_complete());
        assert!(Value::Rate { numerator: 3, denominator: 3 }.is_complete());
    }

    #[test]
    fn a_value_survives_json() {
        let value = FigureValue::Known(Value::Decimal("8.4".parse().unwrap()));
        let json = serde_json::to_string(&value).unwrap();
        assert_eq!(json, r#"{"known":{"decimal":"8.4"}}"#);
        assert_eq!(serde_json::from_str::<FigureValue>(&json).unwrap(), value);
    }
}
