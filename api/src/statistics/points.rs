//! Points of a sheet: hundredths, exactly.
use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::indicators::Decimal;
use crate::indicators::value::NotDecimal;

/// Points with at most two decimals; sent as text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "97.5")]
pub struct Points(i64);

/// No points, or with more than two decimals.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not points with at most two decimals")]
pub struct NotPoints;

impl Points {
    /// So many times these.
    #[must_use]
    pub fn times(self, count: i64) -> Self {
        Self(self.0.saturating_mul(count))
    }
}

impl Add for Points {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Points {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

impl FromStr for Points {
    type Err = NotPoints;

    fn from_str(text: &str) -> Result<Self, NotPoints> {
        let decimal: Decimal = text.parse().map_err(|_not_decimal: NotDecimal| NotPoints)?;
        let missing = 2_u32.checked_sub(decimal.scale()).ok_or(NotPoints)?;
        decimal
            .mantissa()
            .checked_mul(10_i64.pow(missing))
            .filter(|hundredths| *hundredths >= 0)
            .map(Self)
            .ok_or(NotPoints)
    }
}

impl TryFrom<String> for Points {
    type Error = NotPoints;

    fn try_from(text: String) -> Result<Self, NotPoints> {
        text.parse()
    }
}

impl From<Points> for String {
    fn from(points: Points) -> Self {
        points.to_string()
    }
}

impl fmt::Display for Points {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:02}", self.0 / 100, self.0 % 100);
        formatter.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_exact() {
        for (text, printed) in [("0", "0"), ("0.5", "0.5"), ("97.50", "97.5"), ("100", "100"), ("0.25", "0.25")] {
            assert_eq!(text.parse::<Points>().unwrap().to_string(), printed);
        }
        for text in ["", "-1", "0.125", "x", "1,5"] {
            assert_eq!(text.parse::<Points>(), Err(NotPoints), "{text}");
        }
        let half: Points = "0.5".parse().unwrap();
        assert_eq!(half.times(3) + half - half.times(2), "1".parse().unwrap());
    }
}
