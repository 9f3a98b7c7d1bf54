//! Area codes of twelve digits: two of province, two of city, two of county (GB/T 2260), three of town (GB/T 10114), three
//! of village. Grids and villagers' groups below them have no national code.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::ToSchema;

use crate::platform::error::Rule;

/// Not twelve digits.
pub const FORMAT: Rule =
    Rule { code: "division_code.format", zh: "区划代码应为12位数字", en: "an area code has twelve digits" };
/// The first two digits are zero.
pub const PROVINCE: Rule = Rule {
    code: "division_code.province",
    zh: "区划代码前两位不能为00",
    en: "an area code begins with its province, not 00",
};

/// How far down an area lies, the province first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DivisionLevel {
    /// 省
    Province,
    /// 市
    City,
    /// 县
    County,
    /// 乡镇、街道
    Town,
    /// 村、社区
    Village,
}

impl DivisionLevel {
    const ALL: [Self; 5] = [Self::Province, Self::City, Self::County, Self::Town, Self::Village];

    /// Digits that name an area of this level.
    fn digits(self) -> usize {
        match self {
            Self::Province => 2,
            Self::City => 4,
            Self::County => 6,
            Self::Town => 9,
            Self::Village => 12,
        }
    }
}

/// A twelve-digit area code. Codes sort as their areas nest: an area comes directly before all that lies in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, ToSchema)]
#[schema(value_type = String, pattern = r"^(?!00)\d{12}$", examples("990981107000"))]
pub struct DivisionCode(String);

impl DivisionCode {
    /// Reads a code as it is stored and sent: twelve ASCII digits, no spaces.
    pub fn parse(code: &str) -> Result<Self, Rule> {
        if code.len() != 12 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(FORMAT);
        }
        if code.starts_with("00") {
            return Err(PROVINCE);
        }
        Ok(Self(code.to_owned()))
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The level of the last part that is not zero. Towns may stand directly under a city (441900003000): the levels
    /// above need not all be filled.
    pub fn level(&self) -> DivisionLevel {
        let significant = self.0.trim_end_matches('0').len();
        DivisionLevel::ALL.into_iter().find(|level| significant <= level.digits()).unwrap_or(DivisionLevel::Village)
    }

    /// The digits all codes of this area share: `990981107` for the town 990981107000.
    pub fn prefix(&self) -> &str {
        self.0.get(..self.level().digits()).unwrap_or(&self.0)
    }

    /// The area directly above; nothing above a province.
    pub fn parent(&self) -> Option<Self> {
        let own = self.level();
        let above = DivisionLevel::ALL.into_iter().rfind(|level| *level < own)?;
        self.cut_to(above)
    }

    /// The town this area is or lies in; nothing for a county and above.
    pub fn town(&self) -> Option<Self> {
        if self.level() < DivisionLevel::Town { None } else { self.cut_to(DivisionLevel::Town) }
    }

    /// Whether the other area is this one or lies in it.
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(self.prefix())
    }

    fn cut_to(&self, level: DivisionLevel) -> Option<Self> {
        self.0.get(..level.digits()).map(|prefix| Self(padded(prefix)))
    }
}

fn padded(prefix: &str) -> String {
    format!("{prefix:0<12}")
}

/// The code a filter means by its first digits: `990981107` is the town 990981107000. Anything else is left as it is, to be
/// refused by the filter's own rule.
///
/// # Errors
/// It is no text.
pub fn filled_up<'de, D: Deserializer<'de>>(input: D) -> Result<Option<String>, D::Error> {
    let given = String::deserialize(input)?;
    let names_an_area = DivisionLevel::ALL.iter().any(|level| level.digits() == given.len());
    Ok(Some(if names_an_area { padded(&given) } else { given }))
}

/// A code and those of the areas above it, up to the whole country.
pub fn with_areas_above(code: &str) -> Vec<String> {
    let areas = std::iter::successors(DivisionCode::parse(code).ok(), DivisionCode::parent);
    areas.map(|area| area.0).chain([padded("")]).collect()
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for DivisionCode {
    type Err = Rule;

    fn from_str(code: &str) -> Result<Self, Rule> {
        Self::parse(code)
    }
}

impl Serialize for DivisionCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for DivisionCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::parse(&code).map_err(|rule| de::Error::custom(format_args!("{}: {}", rule.code, rule.en)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::platform::auth::subtree;

    fn code(digits: &str) -> DivisionCode {
        DivisionCode::parse(digits).expect(digits)
    }

    proptest! {
        #[test]
        fn the_range_holds_what_the_area_contains_and_nothing_else(
            area in "[1-9][0-9](00|[0-9]{2})(00|[0-9]{2})(000|[0-9]{3})(000|[0-9]{3})",
            other in "[1-9][0-9]{11}",
        ) {
            let (area, other) = (code(&area), code(&other));
            for candidate in [other.clone(), code(&format!("{}{}", area.prefix(), &other.as_str()[area.prefix().len()..]))] {
                let (first, past) = subtree(area.as_str());
                let is_in_range = candidate.as_str() >= first.as_str() && candidate.as_str() < past.as_str();
                prop_assert_eq!(area.contains(&candidate), is_in_range, "{} {}", area, candidate);
            }
        }

        #[test]
        fn a_parent_contains_its_child_and_stands_higher(area in "[1-9][0-9]{11}") {
            let mut child = code(&area);
            while let Some(parent) = child.parent() {
                prop_assert!(parent.contains(&child) && !child.contains(&parent) && parent.level() < child.level());
                child = parent;
            }
            prop_assert_eq!(child.level(), DivisionLevel::Province);
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = DivisionCode::parse(&text);
        }
    }

    #[test]
    fn a_town_has_its_parts() {
        let town = code("990981107000");
        assert_eq!((town.level(), town.prefix()), (DivisionLevel::Town, "990981107"));
        assert_eq!(town.parent(), Some(code("990981000000")));
        assert_eq!(code("990981107203").town(), Some(town));
        assert_eq!(code("990981000000").town(), None);
    }

    #[test]
    fn ranges_carry_over_nines() {
        for (area, past) in [
            ("990981199000", "990981200000"),
            ("990999999000", "991000000000"),
            ("990000000000", ":"),
            ("999999999999", ":"),
        ] {
            assert_eq!(subtree(area).1, past, "{area}");
        }
    }

    #[test]
    fn a_town_may_stand_directly_under_a_city() {
        let town = code("441900003000");
        assert_eq!(town.level(), DivisionLevel::Town);
        assert_eq!(town.parent(), Some(code("441900000000")));
        assert!(code("441900000000").contains(&town));
    }

    #[test]
    fn only_twelve_digits_under_a_province_are_a_code() {
        for text in ["", "990981", "9909811070000", "99098110700x", "９９０９８１１０７０００", " 90981107000"]
        {
            assert_eq!(DivisionCode::parse(text), Err(FORMAT), "{text}");
        }
        assert_eq!(DivisionCode::parse("000981107000"), Err(PROVINCE));
    }

    #[test]
    fn the_first_digits_of_an_area_name_it_in_a_filter() {
        for (given, meant) in [
            ("990981107", "990981107000"),
            ("99", "990000000000"),
            ("990981107201", "990981107201"),
            ("9909811", "9909811"),
            ("", ""),
        ] {
            let input = de::value::StrDeserializer::<de::value::Error>::new(given);
            assert_eq!(filled_up(input), Ok(Some(meant.to_owned())), "{given}");
        }
    }

    #[test]
    fn it_travels_as_a_string() {
        assert_eq!(serde_json::json!(code("990981107000")), "990981107000");
        let refused = serde_json::from_str::<DivisionCode>("\"1\"").expect_err("too short");
        assert!(refused.to_string().contains("division_code.format"));
    }
}
